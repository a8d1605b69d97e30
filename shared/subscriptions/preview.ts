/** What would be billed: by the steps that bill, priced by what prices orders, and nothing is kept. */
import { localDate } from '../kernel/dates.ts';
import { ok } from '../kernel/result.ts';
import { pricedNow } from '../orders/placing.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { creditsOf, inputOf, MOST_BILLS, type Found } from './billing.ts';
import type { Plans } from './difference.ts';
import { linesOf } from './lines.ts';
import { nextBill, withOrder, type Bill, type Standing } from './rules.ts';
import type { PreviewedBill } from './subscription.ts';

/** What is due now, and so many bills after it, each as it would be with the usage that is known now. */
export const previewed = async (
  { usage, plans, ...found }: Pick<Found, 'subscription' | 'period' | 'usage' | 'plans'>,
  further: number,
  deps: Deps,
) => {
  const today = localDate(deps.now, found.subscription.zone);
  let standing: Standing = { ...found, usage: usage.days };
  const bills: PreviewedBill[] = [];
  for (let later = 0, steps = 0; later < further || isDue(standing, today); steps++) {
    const { dueOn, parked: _, ...rest } = standing.subscription;
    if (dueOn === undefined || steps > MOST_BILLS + further) break;
    const on = dueOn > today ? dueOn : today;
    const bill = nextBill({ ...standing, subscription: { ...rest, dueOn } }, plans, on);
    if (!bill) break;
    const shown = await shownAs(bill, plans, deps);
    if (!shown.ok) return shown;
    if (shown.value) bills.push(shown.value.bill);
    if (dueOn > today && shown.value) later += 1;
    const periods = shown.value?.periods ?? withOrder(bill, [], undefined);
    standing = {
      subscription: bill.subscription,
      period: periods.opened ?? periods.known,
      usage: bill.usage ?? standing.usage,
    };
  }
  return ok(bills);
};
const isDue = ({ subscription: { dueOn } }: Pick<Found, 'subscription'>, today: string): boolean =>
  dueOn !== undefined && dueOn <= today;

/** Undefined where a step bills and credits nothing. */
const shownAs = async (bill: Bill, plans: Plans, deps: Deps) => {
  const { on, subscription } = bill;
  const lines = linesOf(bill, subscription.currency, plans);
  const credits = creditsOf(bill).flatMap(({ orderId, lines: some }) =>
    some.map((line) => ({ orderId, ...line })),
  );
  if (lines.length === 0) {
    const periods = withOrder(bill, lines, undefined);
    return ok(credits.length === 0 ? undefined : { bill: { on, lines: [], credits }, periods });
  }
  const input = inputOf(bill, lines);
  const priced = await pricedNow(input, deps);
  if (!priced.ok) return priced;
  const { lines: shown, totals } = priced.value.draft;
  return ok({
    bill: { on, lines: shown, totals, credits },
    periods: withOrder(bill, lines, { id: newId('ord'), sourceOrderId: input.sourceOrderId }),
  });
};
