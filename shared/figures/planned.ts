/** What a payment plan changes of the ages of its invoices: the sums that it takes from some buckets and puts into others. Together they are nothing. */
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { bucketOf } from '../insights/ageing.ts';
import { byPlan, reliefIn } from '../insights/planned.ts';
import type { OpenItem } from '../insights/rules.ts';
import { holdsOn, type PaymentPlan } from '../plans/plan.ts';
import { inOrderOfBook, priorTo, type Fact, type Row, type Span } from './fact.ts';
import { dueInput, priorInput, type BucketName } from './figure.ts';
import { itemOf, linesOf, openOn } from './items.ts';

export const rowsOfPlan = (plan: PaymentPlan, facts: readonly Fact[], span: Span): Row[] => [
  ...shiftOn(plan, facts, span.asOf, dueInput),
  ...shiftOn(plan, facts, priorTo(span.asOf), priorInput),
];

const shiftOn = (
  plan: PaymentPlan,
  facts: readonly Fact[],
  day: LocalDate,
  input: (bucket: BucketName) => Row['input'],
): Row[] => {
  if (!holdsOn(plan, day)) return [];
  const sorted = facts.filter(({ entry }) => entry !== undefined && entry.on <= day).toSorted(inOrderOfBook);
  const [items, before] = [new Map<string, OpenItem>(), [] as OpenItem[]];
  const reliefs = [];
  for (const { invoiceId } of plan.items) {
    // What was taken off one that is settled by now was taken off the plan, too.
    for (const fact of sorted)
      reliefs.push(...linesOf(fact, invoiceId).flatMap((line) => reliefIn(fact.entry!, line)));
    const item = itemOf(invoiceId, sorted);
    const parts = item ? openOn(item, day) : [];
    if (!item || parts.length === 0) continue;
    const { customerId = '', dueOn, issuedOn } = item;
    const minor = parts.reduce((sum, part) => sum + part.minor, 0);
    items.set(invoiceId, { invoiceId, customerId, dueOn, issuedOn, minor });
    before.push(...parts.map((part) => ({ invoiceId, customerId, issuedOn, ...part })));
  }
  byPlan(items, plan, reliefs);
  const row = ({ invoiceId, customerId, dueOn, minor }: OpenItem): Row => ({
    input: input(bucketOf(dueOn, day)),
    currency: plan.total.currency,
    thing: `plan:${plan.id}`,
    facts: sorted.filter((fact) => linesOf(fact, invoiceId).length > 0).map(({ id }) => id),
    minor,
    days: daysBetween(dueOn, day),
    on: dueOn,
    customerId,
    invoiceId,
  });
  return [
    ...before.map((item) => ({ ...row(item), minor: 0 - item.minor })),
    ...[...items.values()].map(row),
  ];
};
