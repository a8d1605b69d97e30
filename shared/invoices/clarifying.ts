/** What of an invoice is in clarification, because its payer kept it back or says that it is wrong: it is owed as before, and not asked for (rules §3.13). */
import type { LocalDate } from '../kernel/dates.ts';
import { overdueMinor } from '../kernel/instalments.ts';
import { money, type Money } from '../kernel/money.ts';
import type { Invoice } from './invoice.ts';
import { promisedMinor } from './promised.ts';
import type { Deducted } from './state.ts';

type Head = Pick<Invoice, 'open' | 'settlements' | 'deduction' | 'disputes'>;

/** Whether the short payment that the case is of still settles the invoice; one that a person opened is of none. */
export const stands = ({ settlements }: Pick<Head, 'settlements'>, { paymentId }: Deducted): boolean =>
  paymentId === undefined || settlements.some((settlement) => settlement.paymentId === paymentId);

/** Minor units that are still missing of what was kept back: never more than is open, whoever pays or credits what. */
export const missingOf = (head: Head): number => {
  const { deduction, open } = head;
  return deduction && stands(head, deduction) ? Math.min(deduction.minor, open.minor) : 0;
};
const missing = (head: Head, state: Deducted['state']): number =>
  head.deduction?.state === state ? missingOf(head) : 0;
/** Minor units that are disputed and not decided on, of no more than is open. */
export const disputedMinor = ({ disputes = [], open }: Pick<Head, 'disputes' | 'open'>): number =>
  Math.min(
    disputes.reduce((sum, { state, minor }) => sum + (state === 'OPEN' ? minor : 0), 0),
    open.minor,
  );
/** Minor units that nobody is asked for as long as nobody has decided on them. */
export const clarifiedMinor = (head: Head): number =>
  Math.min(missing(head, 'PENDING') + disputedMinor(head), head.open.minor);
/** The same of what had begun by a day. */
export const clarifiedBy = (head: Head, day: LocalDate): number => {
  const { open, settlements, deduction, disputes = [] } = head;
  return clarifiedMinor({
    open,
    settlements,
    ...(deduction && deduction.on <= day && { deduction }),
    disputes: disputes.filter(({ on }) => on <= day),
  });
};

/** What was kept back without a right to, and is asked for again; undefined where nothing is. */
export const rejectedOf = (head: Head): Money | undefined => {
  const minor = missing(head, 'REJECTED');
  return minor > 0 ? money(minor, head.open.currency) : undefined;
};
/** The same of what is in clarification. */
export const clarifiedOf = (head: Head): Money | undefined => {
  const minor = clarifiedMinor(head);
  return minor > 0 ? money(minor, head.open.currency) : undefined;
};

/** Of what fell due before a day, what its payer is asked for. */
export const askedMinor = (
  invoice: Head & Pick<Invoice, 'dueOn' | 'instalments' | 'promise' | 'plan'>,
  day: LocalDate,
): number => Math.max(0, overdueMinor(invoice, day) - clarifiedMinor(invoice) - promisedMinor(invoice, day));
