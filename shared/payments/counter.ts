/** Money at the counter: which invoices it settles, as the payer says or oldest due first (rules §3.5). */
import type { Invoice } from '../invoices/invoice.ts';
import { sum, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
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

/** Without a choice: the customer's open invoices as they fall due. */
export const oldestFirst = (amount: Money, open: readonly Invoice[]): Target[] =>
  open
    .filter((invoice) => invoice.open.currency === amount.currency)
    .slice(0, MAX_TARGETS)
    .map((invoice) => ({ invoice, reason: 'oldest due first' }));
