/** What a period is expected to cost by the terms as they are now, less what was billed of it. */
import { rated } from '../pricing/models.ts';
import { amountOf } from '../pricing/rules.ts';
import { minusSpans, overlap, partOf } from './periods.ts';
import type { Plan } from './plan.ts';
import type { GivenUp, Period, Row, Span, Subscription, Term } from './subscription.ts';

/** By code and version. */
export type Plans = (term: Pick<Term, 'plan' | 'planVersion'>) => Plan;

/** Days of a term within a period; what they cost, and of which whole period that is a part. */
export type Charge = Omit<Row, 'orderId' | 'line' | 'waived'>;
/** Days of a row that are not had. */
export interface Credit extends Span {
  readonly row: Row;
  readonly minor: number;
}

/** What a period costs by the terms as they are now, in parts of one price each. */
export const expected = (
  { terms, pauses, end, currency }: Pick<Subscription, 'terms' | 'pauses' | 'end' | 'currency'>,
  { from, to, full }: Pick<Period, 'from' | 'to' | 'full'>,
  plans: Plans,
): Charge[] => {
  const never = '9999-12-31';
  const not: Span[] = [
    ...pauses.map((pause) => ({ from: pause.from, to: pause.to ?? never })),
    ...(end === undefined ? [] : [{ from: end, to: never }]),
  ];
  return terms.flatMap((term, at) => {
    const had = overlap({ from: term.from, to: terms[at + 1]?.from ?? never }, { from, to });
    if (!had) return [];
    const { plan, planVersion, quantity } = term;
    const wholeMinor = wholeOf(plans(term), quantity, currency);
    return minusSpans(had, not).map((days) => ({
      ...days,
      plan,
      planVersion,
      quantity,
      full,
      minor: partOf(wholeMinor, full, days),
    }));
  });
};

/** Whether a whole period of so many can be invoiced at all. */
export const fitsPrice = ({ price, currency }: Plan, quantity: string): boolean =>
  amountOf({ quantity, ...rated(price, quantity) }, currency) !== undefined;

/** Net of a whole period, in minor units. */
export const wholeOf = ({ price }: Plan, quantity: string, currency: string): number => {
  const { unitPrice, baseQuantity } = rated(price, quantity);
  const minor = amountOf({ quantity, unitPrice, baseQuantity }, currency);
  if (minor === undefined) throw new RangeError('the price of a period is beyond what can be invoiced');
  return minor;
};

const sameRate = (a: Charge, b: Charge): boolean =>
  a.plan === b.plan &&
  a.planVersion === b.planVersion &&
  a.quantity === b.quantity &&
  a.full.from === b.full.from &&
  a.full.to === b.full.to;

/** Expected and not billed; billed and not expected. */
export const difference = (
  subscription: Subscription,
  period: Pick<Period, 'from' | 'to' | 'full' | 'rows'>,
  plans: Plans,
): { charges: Charge[]; credits: Credit[] } => {
  const wanted = expected(subscription, period, plans);
  return {
    charges: wanted.flatMap((one) =>
      minusSpans(
        one,
        period.rows.filter((row) => sameRate(row, one)),
      ).map((days) => ({
        ...one,
        ...days,
        minor: part(one, days, plans, subscription.currency),
      })),
    ),
    credits: period.rows.flatMap((row) =>
      minusSpans(
        row,
        wanted.filter((one) => sameRate(row, one)),
      ).map((days) => ({
        ...days,
        row,
        minor: part(row, days, plans, subscription.currency),
      })),
    ),
  };
};
const part = (one: Charge, days: Span, plans: Plans, currency: string): number =>
  partOf(wholeOf(plans(one), one.quantity, currency), one.full, days);

/** What credits take back of lines of orders. What was free, or never confirmed, is worth nothing. */
export const worthOf = (credits: readonly Credit[]): GivenUp[] =>
  credits.flatMap(({ row: { orderId, line, waived }, from, to, minor }) =>
    orderId !== undefined && line !== undefined && !waived && minor > 0
      ? [{ from, to, orderId, line, minor }]
      : [],
  );

/** Rows without the days that are credited. */
export const leftOf = (
  rows: readonly Row[],
  credits: readonly Credit[],
  plans: Plans,
  currency: string,
): Row[] =>
  rows.flatMap((row) => {
    const own = credits.filter((credit) => credit.row === row);
    return own.length === 0
      ? [row]
      : minusSpans(row, own).map((days) => ({
          ...row,
          ...days,
          minor: part(row, days, plans, currency),
        }));
  });
