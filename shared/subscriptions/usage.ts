/** Usage: counted by day and meter as it is told, billed with the period that it is in, or with the next bill where it came late. */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { add } from '../kernel/decimal.ts';
import { inForceOn } from './periods.ts';
import type { Meter, Plan } from './plan.ts';
import type { Plans } from './difference.ts';
import type { OpenUsage, Period, Span, Subscription } from './subscription.ts';

type Days = OpenUsage['days'];

/** What was used of a meter, under one version of one plan, before the period's end. */
export interface Used extends Span {
  readonly meter: Meter;
  readonly plan: Plan;
  readonly quantity: string;
}

export const counted = (
  days: Days,
  records: readonly { readonly day: LocalDate; readonly meter: string; readonly quantity: string }[],
): Days => {
  const sums = structuredClone(days);
  for (const { day, meter, quantity } of records) {
    const ofDay = (sums[day] ??= {});
    ofDay[meter] = add(ofDay[meter] ?? '0', quantity);
  }
  return sums;
};

/**
 * Takes all days before the period's end. What is of the period is one sum for each meter and plan; what came late is another, of the
 * days that it is of. A trial's usage is free, and so is that of a meter which the plan does not price.
 */
export const usedUntil = (
  days: Days,
  { terms, billedFrom }: Pick<Subscription, 'terms' | 'billedFrom'>,
  { from, to }: Pick<Period, 'from' | 'to'>,
  plans: Plans,
): { lines: Used[]; left: Days } => {
  const taken = Object.entries(days)
    .filter(([day]) => day < to)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const sums = new Map<string, Used>();
  for (const [day, meters] of taken) {
    if (day < billedFrom) continue;
    const plan = plans(inForceOn(terms, day));
    for (const [name, quantity] of Object.entries(meters)) {
      const meter = plan.usage.find((one) => one.meter === name);
      if (!meter) continue;
      const late = day < from;
      const key = `${late}#${plan.plan}#${plan.version}#${name}`;
      const known = sums.get(key);
      const own = late ? { from: known?.from ?? day, to: addDays(day, 1) } : { from, to };
      sums.set(key, { meter, plan, quantity: add(known?.quantity ?? '0', quantity), ...own });
    }
  }
  return {
    lines: [...sums.values()],
    left: Object.fromEntries(Object.entries(days).filter(([day]) => day >= to)),
  };
};
