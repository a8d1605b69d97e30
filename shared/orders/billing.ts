/** When an order is invoiced apart from its deliveries, and which part of it then: never more than was ordered, by quantity and by amount. */
import { isUsual, type BillingPolicy } from '../kernel/billing.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { allocate, money, portion } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { ppm } from '../pricing/discounts.ts';
import { leftOfLines, parted, type PartWanted, type Whole } from '../pricing/parting.ts';
import { comingParts, takesRest, unbilledParts, waitingBills, type Bill, type PlanPart } from './bill.ts';
import type { Order, PlaceOrder, Return } from './order.ts';
import { basketOf, openOf } from './parts.ts';

type Billing = Pick<Order, 'billing'>;
/** By a plan or in advance: its deliveries are not invoiced. */
export const isBilledApart = ({ billing }: Billing): boolean =>
  billing !== undefined && ['order', 'milestone', 'schedule'].includes(billing.on);
/** Its deliveries are invoiced together with others, when their period is over or somebody says so. */
export const waitsForOthers = ({ billing }: Billing): boolean =>
  billing !== undefined && !isUsual(billing) && !isBilledApart({ billing });

/** Whether a delivery of it may be waiting: by its policy, or because its invoice was made void. */
export const mayWait = (order: Billing & Pick<Order, 'fulfilments'>): boolean =>
  waitsForOthers(order) || order.fulfilments.some(isVoided);
export const isVoided = ({ voided }: Pick<Order['fulfilments'][number], 'voided'>): boolean =>
  voided !== undefined;

/** The order's own policy, the customer's, the entity's; undefined where each delivery is invoiced by itself. */
export const policyOf = (...said: readonly (BillingPolicy | undefined)[]): BillingPolicy | undefined => {
  const policy = said.find((one) => one !== undefined);
  return isUsual(policy) ? undefined : policy;
};

type Planned = Whole & { readonly bills?: readonly Bill[] | undefined };

/**
 * A plan that can be billed to its end, in its order: exactly one part takes the rest, days rise and the last is its. What was billed
 * of the plan already is left out, so that no amendment takes away what a part is to bill.
 */
export const planFits = (
  order: Planned,
  policy: BillingPolicy | undefined,
  plan: PlaceOrder['plan'],
): Result<void, 'orders.plan_invalid'> => {
  const wrong = (detail: string, at = '') =>
    refuse('orders.plan_invalid', 'The order cannot be billed by this plan.', [
      { pointer: `/plan${at}`, detail },
    ]);
  const planned = policy?.on === 'milestone' || policy?.on === 'schedule';
  if (!planned)
    return plan === undefined
      ? ok(undefined)
      : wrong(`is for milestones and schedules; the order is billed by ${policy?.on ?? 'fulfilment'}`);
  if (plan === undefined) return wrong(`is required: the order is billed by ${policy.on}`);
  if (plan.filter(takesRest).length !== 1)
    return wrong('must have exactly one part without percent, netMinor and lines: it takes the rest');
  const days = plan.map(({ on }) => on ?? '');
  let bills: readonly Bill[] = order.bills ?? [];
  for (const [index, part] of plan.entries()) {
    if (plan.findIndex(({ id }) => id === part.id) < index) return wrong('is there already', `/${index}/id`);
    if ((part.on !== undefined) !== (policy.on === 'schedule'))
      return wrong(policy.on === 'schedule' ? 'is required' : 'is for schedules', `/${index}/on`);
    if ([part.percent, part.netMinor, part.lines].filter((one) => one !== undefined).length > 1)
      return wrong('says more than one of percent, netMinor and lines', `/${index}`);
    if (index > 0 && days[index]! < days[index - 1]!)
      return wrong('is before the part before it', `/${index}/on`);
    if (takesRest(part) && policy.on === 'schedule' && index < plan.length - 1)
      return wrong('takes the rest, and is not the last', `/${index}`);
    if (takesRest(part) || order.bills?.some((one) => one.part === part.id)) continue;
    const taken = takenBy({ ...order, bills: [...bills] }, part);
    if (!taken.ok) return wrong(taken.errors?.[0]?.detail ?? taken.detail, `/${index}`);
    bills = [...bills, { id: 'bil_', at: '', exposureMinor: 0, ...taken.value }];
  }
  if (order.bills?.some(({ part }) => plan.some((one) => one.id === part && takesRest(one))))
    return wrong('was billed to its end');
  return parted(basketOf(order), bills, undefined).ok
    ? ok(undefined)
    : wrong('leaves nothing for the part that takes the rest');
};

type Unbillable = 'orders.over_billed' | 'orders.nothing_to_bill';
/** What a part takes of the lines by what was billed before it; all that is left where none is named. */
const takenBy = (
  order: Planned,
  part: PlanPart | undefined,
): Result<Pick<Bill, 'lines' | 'taxes'>, Unbillable> => {
  const before = order.bills ?? [];
  const whole = basketOf(order);
  const left = leftOfLines(whole, before);
  const net = left.reduce((sum, { netMinor }) => sum + netMinor, 0);
  if (net <= 0) return refuse('orders.nothing_to_bill', 'Nothing of the order is left to be billed.');
  if ((part?.netMinor ?? 0) > net)
    return refuse('orders.over_billed', 'More would be billed than is left of the order.', [
      { pointer: '/netMinor', detail: `${net} minor units net are left` },
    ]);
  const taken = parted(whole, before, part && wantedOf(part, left, order));
  if (taken.ok) return ok({ lines: taken.value.lines, taxes: taken.value.taxes });
  return taken.code === 'pricing.nothing_left' || taken.code === 'pricing.part_of_nothing'
    ? refuse('orders.nothing_to_bill', 'The part is worth nothing.', taken.errors)
    : refuse('orders.over_billed', 'More would be billed than is left of the order.', taken.errors);
};

const wantedOf = (
  { percent, netMinor, lines }: PlanPart,
  left: ReturnType<typeof leftOfLines>,
  { totals, currency }: Planned,
): readonly PartWanted[] | undefined => {
  if (lines) return lines;
  const minor =
    netMinor ?? (percent === undefined ? 0 : portion(money(totals.netMinor, currency), ppm(percent)).minor);
  if (percent === undefined && netMinor === undefined) return undefined;
  const weights = left.map((one) => (percent === undefined ? one.netMinor : one.worthMinor));
  return allocate(money(minor, currency), weights).flatMap((share, at) => {
    // Rounded by itself at every part: the last cent of a line is not taken twice.
    const part = Math.min(share.minor, left[at]!.netMinor);
    return part > 0 ? [{ line: left[at]!.line.id, netMinor: part }] : [];
  });
};

/** What may be billed at all. */
export const GOES_ON = ['CONFIRMED', 'PART_FULFILLED', 'FULFILLED'];
type Made = Pick<Bill, 'id' | 'at' | 'suppliedOn'>;

/** Bills a part; it takes its share of the order's exposure with it, and the last one all that is left. */
export const billed = (order: Order, part: PlanPart | undefined, made: Made): Result<Order, Unbillable> => {
  const taken = takenBy(order, part);
  if (!taken.ok) return taken;
  const { lines, taxes } = taken.value;
  const before = order.bills ?? [];
  const gross = taxes.reduce((sum, { baseMinor, taxMinor }) => sum + baseMinor + taxMinor, 0);
  const last = !takenBy(
    { ...order, bills: [...before, { ...made, ...taken.value, exposureMinor: 0 }] },
    undefined,
  ).ok;
  const exposureMinor = last ? order.exposureMinor : Math.min(gross, order.exposureMinor);
  const said = part && { part: part.id, name: part.name };
  return ok({
    ...order,
    exposureMinor: order.exposureMinor - exposureMinor,
    bills: [...before, { ...made, ...said, lines, taxes, exposureMinor }],
    ...(order.voidedBills && {
      voidedBills: order.voidedBills.map((one) =>
        one.part === part?.id && one.again === undefined ? { ...one, again: made.id } : one,
      ),
    }),
  });
};

/** All that is not billed yet, of an order that is billed in advance and goes on. What costs nothing is not billed. */
export const inAdvance = (order: Order, made: Omit<Made, 'suppliedOn'>): Order => {
  if (order.billing?.on !== 'order' || !GOES_ON.includes(order.state) || waitingBills(order).length > 0)
    return order;
  const after = billed(order, undefined, made);
  return after.ok ? after.value : order;
};

/**
 * What was billed and will not come any more is given up: all of a cancelled order, and of one that was billed in advance what its
 * final delivery left. A credit follows.
 */
export const forgoing = (before: Order, after: Order, made: Pick<Return, 'id' | 'at'>): Order => {
  if (after.state === before.state || !after.bills) return after;
  const cancelled = after.state === 'CANCELLED';
  const ended = after.state === 'FULFILLED' && after.billing?.on === 'order';
  const lines = after.lines
    .map((line) => ({ line: line.id, quantity: openOf(line) }))
    .filter(({ quantity }) => (cancelled || ended) && quantity !== '0');
  const reason = cancelled ? 'The order was cancelled' : 'Will not be delivered';
  return lines.length === 0
    ? after
    : { ...after, forgone: [...(after.forgone ?? []), { ...made, lines, reason }] };
};

type MilestoneRefusal =
  | Unbillable
  | 'orders.milestone_unknown'
  | 'orders.milestone_billed'
  | 'orders.milestone_early'
  | 'orders.not_billable';
/** A milestone was reached: its part is billed, once. The rest is billed when all others are. */
export const reached = (order: Order, id: string, made: Made): Result<Order, MilestoneRefusal> => {
  const part = order.billing?.on === 'milestone' ? order.plan?.find((one) => one.id === id) : undefined;
  if (!part)
    return refuse(
      'orders.milestone_unknown',
      `The order has no such milestone${order.plan ? `; it has ${order.plan.map((one) => one.id).join(', ')}` : ''}.`,
    );
  const open = unbilledParts(order);
  if (!open.includes(part))
    return refuse('orders.milestone_billed', `Milestone ${id} was reached before and is billed.`);
  if (!GOES_ON.includes(order.state))
    return refuse('orders.not_billable', `The order is ${order.state}: only a confirmed order is billed.`);
  if (takesRest(part) && open.length > 1)
    return refuse(
      'orders.milestone_early',
      `${id} takes the rest: ${open.flatMap((one) => (one === part ? [] : one.id)).join(', ')} first.`,
    );
  const after = billed(order, part, made);
  return after.ok ? ok({ ...after.value, version: order.version + 1 }) : after;
};

/** Bills every part of a schedule whose day has come; undefined where none has. `made` is asked once for each. */
export const billDue = (
  order: Order,
  today: LocalDate,
  made: () => Pick<Bill, 'id' | 'at'>,
): Order | undefined => {
  const due = dueOf(order).filter(({ on }) => on! <= today);
  if (due.length === 0) return undefined;
  return due.reduce<Order>(
    (known, part) => {
      const after = billed(known, part, { ...made(), suppliedOn: part.on });
      if (!after.ok) throw new Error(`part ${part.id} of ${order.id}: ${after.detail}`);
      return after.value;
    },
    { ...order, version: order.version + 1 },
  );
};

const dueOf = (order: Pick<Order, 'billing' | 'plan' | 'bills' | 'voidedBills' | 'state'>): PlanPart[] =>
  order.billing?.on === 'schedule' && GOES_ON.includes(order.state) ? comingParts(order) : [];
