/** Money at the counter: which invoices it settles, as the payer says or oldest due first (rules §3.5). */
import type { Invoice } from '../invoices/invoice.ts';
import { sum, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Payment } from './payment.ts';
import type { Target } from './rules.ts';

/** Far below the hundred items of one transaction. */
const MAX_TARGETS = 40;

export interface Said {
  readonly customerId: string;
  readonly amount: Money;
  readonly allocations: readonly { readonly invoiceId: string; readonly amount?: Money | undefined }[];
}
type Refused =
  | 'payments.invoice_twice'
  | 'payments.allocated_too_much'
  | 'payments.invoice_unknown'
  | 'payments.currency';

/** The payer's explicit choice, in the payer's order. */
export const namedTargets = (
  { customerId, amount, allocations }: Said,
  invoices: readonly Invoice[],
): Result<Target[], Refused> => {
  const targets: Target[] = [];
  for (const [index, said] of allocations.entries()) {
    const invoice = invoices.find(({ id }) => id === said.invoiceId);
    if (invoice?.customerId !== customerId)
      return refuse('payments.invoice_unknown', 'An invoice is not one of this customer’s.', [
        { pointer: `/allocations/${index}/invoiceId`, detail: 'is not known' },
      ]);
    if (targets.some((target) => target.invoice.id === invoice.id))
      return refuse('payments.invoice_twice', 'An invoice is named twice.', [
        { pointer: `/allocations/${index}/invoiceId`, detail: 'is named before: say one amount for it' },
      ]);
    if ((said.amount ?? amount).currency !== amount.currency || invoice.open.currency !== amount.currency)
      return refuse('payments.currency', 'A payment settles invoices of its own currency.', [
        { pointer: `/allocations/${index}`, detail: `must be ${amount.currency}` },
      ]);
    targets.push({ invoice, amount: said.amount, meant: true, reason: 'named by whoever took the payment' });
  }
  const said = targets.flatMap((target) => target.amount ?? []);
  if (sum(said, amount.currency).minor > amount.minor)
    return refuse('payments.allocated_too_much', 'The allocations add up to more than the payment.', [
      { pointer: '/allocations', detail: `must not pass ${amount.minor}` },
    ]);
  return ok(targets);
};

type NotReversible =
  | 'payments.not_at_counter'
  | 'payments.reversed'
  | 'payments.on_slip'
  | 'payments.banked'
  | 'payments.given_back';
/** Cash, or a cheque, that is still in hand, and of which nothing went back or is for anything else. */
export const reversible = (payment: Payment): Result<AtCounter, NotReversible> => {
  const { source, method, collection, refunded, claimed } = payment;
  if (source.kind !== 'counter' || (method !== 'cash' && method !== 'cheque'))
    return refuse(
      'payments.not_at_counter',
      'Only what was recorded at the counter is reversed: unmatch a bank line, refund a card payment.',
    );
  if (collection?.reversed)
    return refuse('payments.reversed', `It was reversed by ${collection.reversed.by} before.`);
  if (collection?.slipId !== undefined && collection.state === 'IN_HAND')
    return refuse('payments.on_slip', `It is on slip ${collection.slipId}: cancel that first.`);
  if (collection?.state !== 'IN_HAND')
    return refuse('payments.banked', 'It went to the bank: what is wrong with it shows there.');
  if ((refunded?.minor ?? 0) + (claimed?.minor ?? 0) > 0)
    return refuse('payments.given_back', 'A part of it was given back, or paid a claim: cancel that first.');
  return ok({ ...payment, method });
};
type AtCounter = Payment & { readonly method: 'cash' | 'cheque' };

/** Without a choice: the customer's open invoices as they fall due. */
export const oldestFirst = (amount: Money, open: readonly Invoice[]): Target[] =>
  open
    .filter((invoice) => invoice.open.currency === amount.currency)
    .slice(0, MAX_TARGETS)
    .map((invoice) => ({ invoice, reason: 'oldest due first' }));
