/**
 * What is to be billed: what a period is expected to cost by the terms as they are now, less what was billed of it. Only the difference
 * moves, so that a run that comes again, or a change that is taken back, finds nothing to do.
 */
import type { LocalDate } from '../kernel/dates.ts';
import { difference, leftOf, worthOf, type Charge, type Credit, type Plans } from './difference.ts';
import { lastDay } from './lines.ts';
import { inForceOn, periodFrom } from './periods.ts';
import type { Billed, OpenUsage, Row, Subscription } from './subscription.ts';
import { usedUntil, type Used } from './usage.ts';

/** A step of billing: everything of it is one commit. */
export interface Bill {
  /** The day that it is of: the last of the period that is over, else the first that is billed. */
  readonly on: LocalDate;
  readonly charges: readonly Charge[];
  readonly used: readonly Used[];
  readonly credits: readonly Credit[];
  /** The subscription and the periods as they are afterwards, but for the lines of the new order. */
  readonly subscription: Subscription;
  readonly known: Billed | undefined;
  readonly opened: Billed | undefined;
  readonly usage: OpenUsage['days'] | undefined;
}

export interface Standing {
  readonly subscription: Subscription;
  readonly period: Billed | undefined;
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
  const known: Billed = {
    ...period,
    version: period.version + 1,
    to,
    full,
    billing: rhythm.billing,
    ...(closes && { state: 'CLOSED' }),
  };
  const { charges, credits } = difference(subscription, known, plans);
  const moved = { charges: closes || rhythm.billing === 'in_advance' ? charges : [], credits };
  const settled: Billed = {
    ...known,
    rows: leftOf(period.rows, credits, plans, subscription.currency),
    credited: [...period.credited, ...worthOf(credits)],
  };
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
  const opened: Billed = {
    subscription: subscription.id,
    version: 1,
    from,
    to,
    full,
    billing: rhythm.billing,
    state: 'OPEN',
    rows: [],
    credited: [],
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

/** The periods of a bill with the lines of its order. A line that the order does not have was free. */
export const withOrder = (
  bill: Bill,
  lines: readonly { charge?: Charge }[],
  order: { readonly id: Billed['orders'][number]['id']; readonly sourceOrderId: string } | undefined,
): Pick<Bill, 'known' | 'opened'> => {
  const rowOf = (charge: Charge): Row => {
    const at = lines.findIndex((line) => line.charge === charge);
    return order && at >= 0 ? { ...charge, orderId: order.id, line: String(at + 1) } : charge;
  };
  const into = (period: Billed | undefined, isOf: (charge: Charge) => boolean, orders: Billed['orders']) =>
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
