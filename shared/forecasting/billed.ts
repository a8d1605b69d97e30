/** What will be billed of a subscription up to a day: by the steps that bill, priced by what prices orders, and nothing is kept. */
import type { LocalDate } from '../kernel/dates.ts';
import { canonical, without } from '../kernel/fields.ts';
import { pricedNow } from '../orders/placing.ts';
import type { Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { inputOf, standingOf } from '../subscriptions/billing.ts';
import { linesOf } from '../subscriptions/lines.ts';
import { nextBill, withOrder, type Standing } from '../subscriptions/rules.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import type { ComingBill } from './ordering.ts';

type Priced = Awaited<ReturnType<typeof pricedNow>>;

/** Daily bills of thirteen weeks, and some that are late. */
const MOST_STEPS = 200;

/** Bills of the same lines are priced once. Where one cannot be priced, it and what follows is not foreseen. */
export const comingBills = async (
  { id }: Pick<Subscription, 'id'>,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
  deps: Deps,
): Promise<ComingBill[]> => {
  const found = await standingOf(id, deps);
  if (!found || found.subscription.parked) return [];
  const { plans } = found;
  let standing: Standing = { ...found, usage: found.usage.days };
  const known = new Map<string, Priced>();
  const bills: ComingBill[] = [];
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const { dueOn } = standing.subscription;
    if (dueOn === undefined || dueOn > until) break;
    const on = dueOn > from ? dueOn : from;
    const bill = nextBill(standing, plans, on);
    if (!bill) break;
    const lines = linesOf(bill, bill.subscription.currency, plans);
    const input = inputOf(bill, lines);
    if (lines.length > 0) {
      const name = canonical(lines.map(({ line }) => without(line, 'period')));
      const priced: Priced = known.get(name) ?? (await pricedNow(input, deps));
      known.set(name, priced);
      if (!priced.ok) {
        log.warn('forecast.not_priced', { subscription: id, code: priced.code });
        break;
      }
      const { totals, paymentTermsDays, terms } = priced.value.draft;
      const minor = totals.grossMinor;
      bills.push({ on, minor, invoicedMinor: minor, terms: { paymentTermsDays, ...(terms && { terms }) } });
    }
    const order = lines.length > 0 ? { id: 'ord_' as const, sourceOrderId: input.sourceOrderId } : undefined;
    const periods = withOrder(bill, lines, order);
    standing = {
      subscription: bill.subscription,
      period: periods.opened ?? periods.known,
      usage: bill.usage ?? standing.usage,
    };
  }
  return bills;
};
