/** Mails of disputes: one per turn that the customer is to hear of, made of what the case says. */
import { customerById } from '../customers/store.ts';
import type { Composed } from '../dispatch/compose.ts';
import type { Mail } from '../dispatch/mail.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import { tokenOf } from '../invoices/link.ts';
import type { Envelope } from '../kernel/events.ts';
import type { Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { secret } from '../runtime/secrets.ts';
import { read } from '../runtime/table.ts';
import { turnLetter } from './letters.ts';
import { disputeById } from './store.ts';

/** Worker: what was said in that turn. */
export const sendDispute = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const { disputeId, entity, turn } = mail.dispute!;
  const customer = (await read(customerById(deps.tenant, mail.customerId!)))!;
  return dispatch({ mail, customer, entity, fact }, deps, async (to, seller): Promise<Composed> => {
    const dispute = (await read(disputeById(deps.tenant, disputeId)))!;
    const token = tokenOf(await secret('linkKey'), deps.tenant, dispute.invoiceId);
    const url = `${env('publicUrl')}/dispute/${token}`;
    return { letter: turnLetter(dispute, dispute.thread[turn]!, url, to, seller) };
  });
};
