/** What a reply leaves: advice for the money that it tells of, or a task for a person. */
import type { Claim, Remittance } from '../cash/remittance.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { opening, type Opening } from '../tasks/opening.ts';
import type { Reply } from './reply.ts';

/** Of one currency; without amounts all that is open of what it names. */
export const adviceOf = (
  { id, customerId, understood, at, by, trace }: Reply,
  claims: readonly Claim[],
  invoices: readonly Invoice[],
): Remittance | undefined => {
  const [{ open: first }] = invoices as readonly [Invoice];
  if (invoices.some(({ open }) => open.currency !== first.currency)) return undefined;
  const minor = invoices.reduce((sum, { number, open }) => {
    const claim = claims.find((one) => one.number === number);
    return sum + (claim?.amount?.minor ?? open.minor);
  }, 0);
  return {
    id: idOfCause('rem', at, id),
    version: 1,
    state: 'OPEN',
    amount: { minor, currency: first.currency },
    paidOn: understood.on!,
    customerId,
    claims: [...claims],
    at,
    by,
    trace,
  };
};

const SAYS = {
  automatic: 'A machine may have answered',
  paid: 'It says that something was paid',
  promise: 'It says that something will be paid',
  dispute: 'It says that something is wrong',
  contact: 'It says that somebody else is to be written to',
  other: 'It could not be understood',
} as const;

/** One for each mail: whoever does it reads the mail itself, where it came in. */
export const taskOf = async (
  reply: Reply,
  met: { readonly invoices: readonly Invoice[]; readonly doubted?: string | undefined },
  deps: Deps,
): Promise<Opening> => {
  const { id: about, customerId, sentAt } = reply;
  const kind = 'reply' as const;
  const id = idOfCause('tsk', sentAt, kind, about);
  const why = whyOf(reply, met);
  return opening({ id, kind, customerId, about, why }, deps);
};

const whyOf = (
  { messageId, sentAt, understood, receivedMailId }: Reply,
  { invoices, doubted }: { readonly invoices: readonly Invoice[]; readonly doubted?: string | undefined },
): string => {
  const { is, reason } = understood;
  const where = receivedMailId === undefined ? '' : `, here ${receivedMailId}`;
  const numbers = invoices.map(({ number }) => number).join(', ');
  return [
    `A customer wrote back. ${SAYS[is]}${reason === undefined ? '' : ` (${reason})`}: read the mail ${messageId} of ${sentAt}${where}.`,
    ...(doubted === undefined ? [] : [`Nothing was done by itself: ${doubted}.`]),
    // What a person would do with it, where it is as it seems.
    ...(is === 'dispute' && numbers !== '' ? [`Proposal: a case (${reason}) about ${numbers}.`] : []),
  ].join(' ');
};
