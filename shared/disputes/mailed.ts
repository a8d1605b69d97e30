/** A case that a customer's mail opens, and what it answers in one: the words are the mail's. */
import { idOfCause, type Deps } from '../runtime/context.ts';
import { read, untilFresh } from '../runtime/table.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { openOnce } from './opening.ts';
import { DisputeId } from './dispute.ts';
import type { DisputeReason } from './policy.ts';
import { say } from './saying.ts';
import { disputeById } from './store.ts';
import { OpenDispute, SayInDispute } from './wanted.ts';

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

/**
 * A customer answers the mail of a case: it is said there. The same mail again finds its words said since it was written. False where the
 * case is over or not the customer's, or where the words are too many for a turn: then a person reads them.
 */
export const sayBy = async (
  disputeId: string,
  asked: { readonly text: string; readonly sentAt: string; readonly customers: readonly string[] },
  deps: Deps,
): Promise<boolean> => {
  const wanted = SayInDispute.safeParse({ text: asked.text, side: 'customer' });
  const id = DisputeId.parse(disputeId);
  const before = await read(disputeById(deps.tenant, id));
  if (!wanted.success || !before || !asked.customers.includes(before.customerId)) return false;
  const { text } = wanted.data;
  if (before.thread.some((turn) => turn.side === 'customer' && turn.text === text && turn.at >= asked.sentAt))
    return true;
  return (await say(id, wanted.data, deps)).ok;
};
