/** What may be agreed on: of which invoices, in which instalments, within what an entity agrees to. */
import { clarifiedMinor } from '../invoices/clarifying.ts';
import { isWithAgency } from '../invoices/handed.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { relievedMinor } from '../invoices/planning.ts';
import { addDays, addMonths, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { openParts } from '../kernel/instalments.ts';
import { allocate, money, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import type { AgreePlan, PaymentPlan, PlanItem, PlanPolicy, Schedule } from './plan.ts';
import { sumOf } from './standing.ts';

export type NotPlanned =
  | 'plans.mixed'
  | 'plans.nothing_open'
  | 'plans.disputed'
  | 'plans.in_plan'
  | 'plans.with_agency'
  | 'plans.schedule'
  | 'plans.policy';

/** What is agreed on, before it has an id. */
export interface Terms {
  readonly entity: string;
  readonly customerId: Invoice['customerId'];
  readonly total: Money;
  readonly instalments: PaymentPlan['instalments'];
  readonly items: PlanItem[];
}

/** `invoices`: those that are named, each once. `before`: the plan in whose place it comes. */
export const termsOf = (
  invoices: readonly Invoice[],
  schedule: Schedule,
  policy: PlanPolicy,
  today: LocalDate,
  before: PaymentPlan | undefined,
): Result<Terms, NotPlanned> => {
  const why = whyNot(invoices, before);
  if (why) return why;
  const { entity, customerId, open } = invoices[0]!;
  const items = invoices
    .map((invoice): PlanItem => {
      const own = invoice.plan?.own;
      return {
        invoiceId: invoice.id,
        number: invoice.number,
        dueOn: own ? (openParts({ ...own, open: invoice.open })[0]?.dueOn ?? own.dueOn) : invoice.dueOn,
        openMinor: invoice.open.minor,
        relievedMinor: relievedMinor(invoice.settlements),
      };
    })
    .toSorted((a, b) =>
      a.dueOn === b.dueOn ? (a.invoiceId < b.invoiceId ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1,
    );
  const total = money(sumOf(items.map(({ openMinor }) => openMinor)), open.currency);
  const instalments = instalmentsOf(schedule, total);
  if (!instalments.ok) return instalments;
  const wrong = outside(instalments.value, total.currency, policy, today);
  return wrong ?? ok({ entity, customerId, total, instalments: instalments.value, items });
};

/** Whether it may be in a plan by itself. */
export const isPlannable = (invoice: Invoice): boolean =>
  !invoice.deposit && whyNot([invoice], undefined) === undefined;

const whyNot = (
  invoices: readonly Invoice[],
  before: PaymentPlan | undefined,
): Refusal<NotPlanned> | undefined => {
  const [first] = invoices;
  const other = invoices.findIndex(
    ({ entity, customerId, open }) =>
      entity !== first!.entity || customerId !== first!.customerId || open.currency !== first!.open.currency,
  );
  if (other > 0)
    return refuse('plans.mixed', 'A plan is of one payer, one legal entity and one currency.', [
      { pointer: `/invoices/${other}`, detail: 'is of another' },
    ]);
  const at = (index: number) => ({ pointer: `/invoices/${index}`, detail: invoices[index]!.number });
  const paid = invoices.findIndex(({ open }) => open.minor === 0);
  if (paid >= 0) return refuse('plans.nothing_open', 'Nothing is open of the invoice.', [at(paid)]);
  const disputed = invoices.findIndex(
    (invoice) => invoice.chargebacks?.some(({ state }) => state === 'OPEN') || clarifiedMinor(invoice) > 0,
  );
  if (disputed >= 0)
    return refuse(
      'plans.disputed',
      'What is disputed cannot be promised: its chargeback is open, or something that was kept back is in clarification.',
      [at(disputed)],
    );
  const handed = invoices.findIndex(isWithAgency);
  if (handed >= 0)
    return refuse(
      'plans.with_agency',
      'The invoice is with a collection agency: that is whom its payer speaks with.',
      [at(handed)],
    );
  const taken = invoices.findIndex(({ plan }) => plan && plan.id !== before?.id);
  return taken < 0
    ? undefined
    : refuse('plans.in_plan', 'The invoice is in a plan. Say which one is replaced, or cancel it.', [
        at(taken),
      ]);
};

/** Months count from the first, so that the 31st is the last of each. What does not divide is in the first instalments. */
const instalmentsOf = (
  schedule: Schedule,
  total: Money,
): Result<PaymentPlan['instalments'], 'plans.schedule'> => {
  if (schedule.by === 'dates') {
    const wrong = schedule.lines.findIndex(({ amount }) => amount.currency !== total.currency);
    if (wrong >= 0) return unfit(`/lines/${wrong}/amount/currency`, `the invoices are in ${total.currency}`);
    const lines = schedule.lines.map(({ dueOn, amount }) => ({ dueOn, minor: amount.minor }));
    return sumOf(lines.map(({ minor }) => minor)) === total.minor
      ? ok(lines)
      : unfit('/lines', `must add up to ${toText(total)} ${total.currency}: what is open`);
  }
  const { count, every, firstOn } = schedule;
  if (count > total.minor) return unfit('/count', `${toText(total)} ${total.currency} is not so many parts`);
  const day = (nth: number): LocalDate =>
    every === 'month' ? addMonths(firstOn, nth) : addDays(firstOn, nth * (every === 'week' ? 7 : 14));
  const parts = allocate(total, Array<number>(count).fill(1));
  return ok(parts.map(({ minor }, nth) => ({ dueOn: day(nth), minor })));
};

const unfit = (at: string, detail: string) =>
  refuse('plans.schedule', 'The instalments do not fit.', [{ pointer: `/schedule${at}`, detail }]);

/** Days that rise from today on, within what the entity agrees to. */
const outside = (
  instalments: PaymentPlan['instalments'],
  currency: string,
  policy: PlanPolicy,
  today: LocalDate,
): Refusal<'plans.schedule' | 'plans.policy'> | undefined => {
  const days = instalments.map(({ dueOn }) => dueOn);
  if (days.some((day, at) => (at === 0 ? day < today : day <= days[at - 1]!)))
    return unfit('', `its days rise, from ${today} on`);
  const { mostInstalments, longestDays, least } = policy;
  const no = (detail: string) =>
    refuse('plans.policy', 'The legal entity does not agree to that.', [{ pointer: '/schedule', detail }]);
  if (instalments.length > mostInstalments) return no(`${mostInstalments} instalments at most`);
  if (daysBetween(today, days.at(-1)!) > longestDays) return no(`${longestDays} days at most`);
  const small = least.find((one) => one.currency === currency);
  return small && instalments.slice(0, -1).some(({ minor }) => minor < small.minor)
    ? no(`no instalment below ${toText(small)} ${currency} but the last`)
    : undefined;
};

/** Whether a second person has to agree. */
export const needsApproval = ({ aloneUpTo }: PlanPolicy, { minor, currency }: Money): boolean =>
  aloneUpTo !== undefined && minor > (aloneUpTo.find((one) => one.currency === currency)?.minor ?? 0);

/** What was agreed on as it was asked for: who agrees to it agrees to these days and amounts. */
export const said = (asked: AgreePlan, { instalments, total }: Terms): AgreePlan => ({
  ...asked,
  schedule: {
    by: 'dates',
    lines: instalments.map(({ dueOn, minor }) => ({ dueOn, amount: money(minor, total.currency) })),
  },
});
