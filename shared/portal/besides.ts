/** What is owed beside invoices because they are late, as pages show it: each with why. Pure. */
import type { Claim } from '../claims/claim.ts';
import { ppmOf } from '../claims/interest.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { plus, sum, type Money } from '../kernel/money.ts';
import type { Attempt, Payment } from '../payments/payment.ts';
import type { BesideView, PaymentMade, Why } from './payview.ts';

/** What is charged and open, and nothing else: days that no claim is made of yet are not asked for. Undefined where nothing is. */
export const besideView = (claims: readonly Claim[]): BesideView | undefined => {
  const [first] = claims;
  return (
    first && {
      rows: claims.map(({ kind, on, open, interest, reason }) => ({
        kind,
        on,
        amount: open,
        ...(kind !== 'fee' && { source: reason }),
        ...(interest && interest.rows.length > 0 && { interest: rateOf(interest) }),
      })),
      total: totalOf(claims, first.open.currency),
    }
  );
};

const rateOf = ({ rows, to }: NonNullable<Claim['interest']>): NonNullable<Why['interest']> => ({
  days: rows.reduce((all, { days }) => all + days, 0),
  to,
  ppm: ppmOf(rows.at(-1)!.percent),
});

export const totalOf = (claims: readonly Claim[], currency: string): Money =>
  sum(
    claims.map(({ open }) => open),
    currency,
  );

/** What the first button pays: what is due, and what is owed beside it. */
export const askedOf = ({
  invoice: { due },
  beside,
}: {
  readonly invoice: { readonly due: Money };
  readonly beside?: BesideView | undefined;
}): Money => (beside ? plus(due, beside.total) : due);

/** A payment at a page, as its receipt shows it. `today`: where the receipt is not read yet. */
export const madeBy = (
  { amount }: Attempt,
  payment: Pick<Payment, 'paidOn' | 'claimed' | 'notOwed'> | undefined,
  today: LocalDate,
): PaymentMade => ({
  on: payment?.paidOn ?? today,
  amount,
  method: 'card',
  beside: payment?.claimed,
  notOwed:
    payment?.notOwed &&
    sum(
      payment.notOwed.map((one) => one.amount),
      amount.currency,
    ),
});
