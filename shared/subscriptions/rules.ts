/**
 * What is to be billed: what a period is expected to cost by the terms as they are now, less what was billed of it. Only the difference
 * moves, so that a run that comes again, or a change that is taken back, finds nothing to do.
 */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { money, toText } from '../kernel/money.ts';
import { rated } from '../pricing/models.ts';
import type { LineInput, PriceSource } from '../pricing/price.ts';
import { amountOf } from '../pricing/rules.ts';
import { inForceOn, minusSpans, overlap, partOf, periodFrom } from './periods.ts';
import type { Plan } from './plan.ts';
import type { OpenUsage, Period, Row, Span, Subscription, Term } from './subscription.ts';
import { usedUntil, type Used } from './usage.ts';

/** By code and version. */
export type Plans = (term: Pick<Term, 'plan' | 'planVersion'>) => Plan;

/** Days of a term within a period; what they cost, and of which whole period that is a part. */
export type Charge = Omit<Row, 'orderId' | 'line' | 'waived'>;
/** Days of a row that are not had. */
export interface Credit extends Span {
  readonly row: Row;
  readonly minor: number;
}

/** A step of billing: everything of it is one commit. */
export interface Bill {
  /** The day that it is of: the last of the period that is over, else the first that is billed. */
  readonly on: LocalDate;
  readonly charges: readonly Charge[];
  readonly used: readonly Used[];
  readonly credits: readonly Credit[];
  /** The subscription and the periods as they are afterwards, but for the lines of the new order. */
  readonly subscription: Subscription;
  readonly known: Period | undefined;
  readonly opened: Period | undefined;
  readonly usage: OpenUsage['days'] | undefined;
}

export interface Standing {
  readonly subscription: Subscription;
  readonly period: Period | undefined;
  readonly usage: OpenUsage['days'];
}

/** What the next step is on a day; undefined where there is none. `today` is a day of the subscription's zone. */
export const nextBill = (standing: Standing, plans: Plans, today: LocalDate): Bill | undefined => {
  const { subscription, period, usage } = standing;
  const { dueOn, billedFrom, end } = subscription;
  if (subscription.parked || dueOn === undefined || dueOn > today) return undefined;
  if (!period) {
    if (end !== undefined && end <= billedFrom) return step(over(subscription), {});
    return billedFrom <= today
      ? opening(subscription, billedFrom, plans, {})
      : step({ ...subscription, dueOn: billedFrom }, {});
  }
  const { to, full, rhythm } = periodFrom(subscription, period.from);
  const closes = to <= today;
  const known: Period = {
    ...period,
    version: period.version + 1,
    to,
    full,
    billing: rhythm.billing,
    ...(closes && { state: 'CLOSED' }),
  };
  const { charges, credits } = difference(subscription, known, plans);
  const moved = { charges: closes || rhythm.billing === 'in_advance' ? charges : [], credits };
  const settled = { ...known, rows: leftOf(period.rows, credits, plans, subscription.currency) };
  if (!closes) return step({ ...subscription, dueOn: to }, { ...moved, known: settled });
  const used = usedUntil(usage, subscription, known, plans);
  const done = { ...moved, known: settled, used: used.lines, usage: used.left };
  return end !== undefined && end <= to
    ? step(over(subscription), done)
    : opening(trimmed(subscription, period.from), to, plans, done);
};

const step = (subscription: Subscription, done: Partial<Bill>): Bill => {
  const { known, opened } = done;
  const advance = done.charges?.find(({ from }) => opened && from >= opened.from);
  return {
    charges: [],
    used: [],
    credits: [],
    usage: undefined,
    known: undefined,
    opened: undefined,
    ...done,
    on:
      advance?.from ??
      (known?.state === 'CLOSED'
        ? lastDay(known)
        : (done.charges?.[0]?.from ?? known?.from ?? subscription.billedFrom)),
    subscription,
  };
};

const opening = (subscription: Subscription, from: LocalDate, plans: Plans, done: Partial<Bill>): Bill => {
  const { to, full, rhythm } = periodFrom(subscription, from);
  const opened: Period = {
    subscription: subscription.id,
    version: 1,
    from,
    to,
    full,
    billing: rhythm.billing,
    state: 'OPEN',
    rows: [],
    orders: [],
  };
  const charges = rhythm.billing === 'in_advance' ? difference(subscription, opened, plans).charges : [];
  return step(
    { ...subscription, period: from, dueOn: to },
    { ...done, opened, charges: [...(done.charges ?? []), ...charges] },
  );
};

const over = ({ dueOn: _, ...subscription }: Subscription): Subscription => subscription;

/** Terms, rhythms and pauses that are over before a day are not looked at again. */
const trimmed = (subscription: Subscription, from: LocalDate): Subscription => ({
  ...subscription,
  terms: since(subscription.terms, from),
  rhythms: since(subscription.rhythms, from),
  pauses: subscription.pauses.filter(({ to }) => to === undefined || to > from),
});
const since = <T extends { from: LocalDate }>(all: T[], from: LocalDate): T[] =>
  all.slice(all.indexOf(inForceOn(all, from)));

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
const wholeOf = ({ price }: Plan, quantity: string, currency: string): number => {
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

/** Rows without the days that are credited. */
const leftOf = (rows: readonly Row[], credits: readonly Credit[], plans: Plans, currency: string): Row[] =>
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

/** A line of an order, as `price` takes it, with the days that it is for. */
export type OrderLine = Omit<LineInput, 'unitPrice'> & {
  readonly unitPrice: string;
  readonly baseQuantity?: string;
  readonly price: PriceSource;
  readonly period: { readonly from: LocalDate; readonly until: LocalDate };
};

/** The lines of a bill, and which charge each is; what is free has none. */
export const linesOf = (
  { charges, used }: Pick<Bill, 'charges' | 'used'>,
  currency: string,
  plans: Plans,
): { line: OrderLine; charge?: Charge }[] => [
  ...charges
    .filter(({ minor }) => minor > 0)
    .map((charge) => ({ charge, line: chargeLine(charge, currency, plans(charge)) })),
  ...used.map(({ meter, quantity, plan, ...days }) => {
    const { used: steps, ...amount } = rated(meter.price, quantity);
    return {
      line: {
        ...described(plan, meter.meter, meter.name, meter.unit),
        quantity,
        ...amount,
        price: { ...sourceOf(plan, meter.price.model), ...(steps && { used: steps }) },
        period: inclusive(days),
      },
    };
  }),
];

/** A part of a period has the price of its days: the quantity is what was had, and its whole price multiplies out. */
const chargeLine = (charge: Charge, currency: string, plan: Plan): OrderLine => {
  const { quantity, full, minor } = charge;
  const whole = charge.from === full.from && charge.to === full.to;
  const { used, ...amount } = whole
    ? rated(plan.price, quantity)
    : { unitPrice: toText(money(minor, currency)), baseQuantity: quantity, used: undefined };
  return {
    ...described(plan, plan.plan, plan.name, plan.unit),
    quantity,
    ...amount,
    price: { ...sourceOf(plan, plan.price.model), ...(used && { used }) },
    period: inclusive(charge),
  };
};
const described = (plan: Plan, sku: string, description: string, unit: string) => ({
  sku,
  description,
  unit,
  taxClass: plan.taxClass,
  supply: plan.supply,
});
const sourceOf = ({ plan, version }: Plan, model: PriceSource['model']): PriceSource => ({
  source: 'plan',
  list: plan,
  version,
  model,
});
/** As documents write a period: its first and its last day. */
const inclusive = (days: Span) => ({ from: days.from, until: lastDay(days) });
/** Of a period; its first day where it has none. */
export const lastDay = ({ from, to }: Span): LocalDate => (to > from ? addDays(to, -1) : from);

/** The periods of a bill with the lines of its order. A line that the order does not have was free. */
export const withOrder = (
  bill: Bill,
  lines: readonly { charge?: Charge }[],
  order: { readonly id: Period['orders'][number]['id']; readonly sourceOrderId: string } | undefined,
): Pick<Bill, 'known' | 'opened'> => {
  const rowOf = (charge: Charge): Row => {
    const at = lines.findIndex((line) => line.charge === charge);
    return order && at >= 0 ? { ...charge, orderId: order.id, line: String(at + 1) } : charge;
  };
  const into = (period: Period | undefined, isOf: (charge: Charge) => boolean, orders: Period['orders']) =>
    period && {
      ...period,
      rows: [...period.rows, ...bill.charges.filter(isOf).map(rowOf)],
      orders: [...period.orders, ...orders],
    };
  const { known, opened } = bill;
  const isNew = ({ from }: Charge) => opened !== undefined && from >= opened.from;
  const named = order ? [{ id: order.id, sourceOrderId: order.sourceOrderId }] : [];
  return {
    known: into(known, (charge) => !isNew(charge), opened ? [] : named),
    opened: into(opened, isNew, named),
  };
};

/** By what it is of: the period that it opens, or the how many-th order of the one that is open. */
export const sourceOrderIdOf = ({ subscription, known, opened }: Bill): string => {
  const period = opened ?? known!;
  const before = period.orders.length;
  return `${subscription.id}:${period.from}${before === 0 ? '' : `:${before + 1}`}`;
};
