/** What a person may say that a receipt is for. */
import { claimOf } from '../invoices/claim.ts';
import { plus, toText } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Payment } from '../payments/payment.ts';
import type { Target } from '../payments/rules.ts';
import type { MatchLine } from './match.ts';

type PersonRefusal =
  | 'cash.nothing_left'
  | 'cash.nothing_named'
  | 'cash.invoice_unknown'
  | 'cash.invoice_twice'
  | 'cash.not_payable'
  | 'cash.several_customers'
  | 'cash.customer_fixed'
  | 'cash.allocated_too_much';

/**
 * What a person wants of a receipt: invoices, each as far as asked, or the whole on account. Of several customers they are where it is said,
 * or known, whose money it is: the rest stays theirs. `named`: the invoices found.
 */
export const byPerson = (
  payment: Payment,
  { allocations, customerId }: MatchLine,
  named: readonly Invoice[],
  reason: string,
): Result<{ customerId: string; targets: Target[] }, PersonRefusal> => {
  const { unapplied } = payment;
  if (unapplied.minor === 0)
    return refuse('cash.nothing_left', 'The receipt is applied in full. Unmatch it first.');
  const owners = new Set(named.map((one) => one.customerId));
  const known = payment.allocations.length > 0 || owners.size > 1 ? payment.customerId : undefined;
  const owner = customerId ?? known ?? (owners.size === 1 ? [...owners][0] : undefined);
  const targets: Target[] = [];
  for (const [index, { invoiceId, amount }] of allocations.entries()) {
    const at = (detail: string) => [{ pointer: `/allocations/${index}`, detail }];
    const invoice = named.find(({ id }) => id === invoiceId);
    if (!invoice) return refuse('cash.invoice_unknown', 'There is no such invoice.', at('is not known'));
    if (targets.some((target) => target.invoice.id === invoiceId))
      return refuse(
        'cash.invoice_twice',
        'An invoice is named twice.',
        at('is named before: say one amount for it'),
      );
    if (owner === undefined && index > 0)
      return refuse(
        'cash.several_customers',
        'The invoices are of several customers, and it is not known whose money it is: say the customer.',
        [{ pointer: '/customerId', detail: 'must be there' }],
      );
    if (invoice.entity !== payment.entity || invoice.open.currency !== unapplied.currency)
      return refuse(
        'cash.not_payable',
        'A receipt settles invoices of its own legal entity and currency.',
        at('is of another legal entity or currency'),
      );
    const claim = claimOf(invoice);
    const owed = plus(invoice.open, claim);
    const off = claim.minor > 0 ? ` and ${toText(claim)} written off` : '';
    const left = `${toText(invoice.open)} ${invoice.open.currency} is open${off}`;
    if (owed.minor === 0 || (amount && (amount.currency !== unapplied.currency || amount.minor > owed.minor)))
      return refuse('cash.not_payable', `Of ${invoice.number} ${left}.`, at(left));
    targets.push({ invoice, amount, meant: true, reason });
  }
  if (owner === undefined)
    return refuse('cash.nothing_named', 'Name invoices, or the customer whose money it is.');
  if (targets.reduce((total, { amount }) => total + (amount?.minor ?? 0), 0) > unapplied.minor)
    return refuse('cash.allocated_too_much', 'The amounts add up to more than is left of the receipt.', [
      { pointer: '/allocations', detail: `must not pass ${unapplied.minor}` },
    ]);
  if (payment.allocations.length > 0 && payment.customerId !== owner)
    return refuse(
      'cash.customer_fixed',
      'A part of the receipt is applied, and the money is another customer’s. Unmatch it first.',
    );
  return ok({ customerId: owner, targets });
};
