/** A case that a customer's mail opens: its first word is the mail's. */
import { idOfCause, type Deps } from '../runtime/context.ts';
import { read, untilFresh } from '../runtime/table.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { openOnce } from './opening.ts';
import type { DisputeReason } from './policy.ts';
import { disputeById } from './store.ts';
import { OpenDispute } from './wanted.ts';

/** The same mail again meets its case. Undefined where none can be opened, or what it says is no text of a case. */
export const disputeBy = async (
  invoiceId: Invoice['id'],
  asked: {
    readonly reason: DisputeReason;
    readonly text: string;
    readonly mail: string;
    readonly sentAt: string;
  },
  deps: Deps,
): Promise<string | undefined> => {
  const id = idOfCause('dsp', asked.sentAt, asked.mail);
  if (await read(disputeById(deps.tenant, id))) return id;
  const wanted = OpenDispute.safeParse({ reason: asked.reason, text: asked.text });
  if (!wanted.success) return undefined;
  const kept = await untilFresh(() => openOnce(id, invoiceId, 'customer', wanted.data, deps));
  return kept.ok ? id : undefined;
};
