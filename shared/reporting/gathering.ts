/** Where each number of a report is asked for. The book is read once; each month is folded from what there is of it. */
import { ContactNoted } from '../collecting/contact.ts';
import { customerById } from '../customers/store.ts';
import type { Effect } from '../dunning/touch.ts';
import { countEffects } from '../dunning/touching.ts';
import type { Fact } from '../figures/fact.ts';
import { dueInput, type FigureId, type Figures, type InputName } from '../figures/figure.ts';
import { JUDGED_WITHIN } from '../figures/happened.ts';
import { questionFor, type Refused } from '../figures/reading.ts';
import { figuresOf, foldedOf, spanOf, type Question } from '../figures/rules.ts';
import { ageingOf } from '../insights/ageing.ts';
import { BUCKETS, type Ageing } from '../insights/insight.ts';
import { fold } from '../insights/rules.ts';
import {
  addDays,
  addMonths,
  endOfMonth,
  localDate,
  monthOf,
  monthsBetween,
  type Instant,
  type LocalDate,
} from '../kernel/dates.ts';
import { ok, type Result } from '../kernel/result.ts';
import { plansKnown } from '../plans/knowing.ts';
import { holdsOn, type PaymentPlan } from '../plans/plan.ts';
import type { Deps } from '../runtime/context.ts';
import { all, readAll } from '../runtime/table.ts';
import { tasks } from '../tasks/store.ts';
import { aheadOf } from './looking-ahead.ts';
import type { FinanceReport } from './report.ts';
import { exceptionsOf, qualityOf } from './standing.ts';

const MONTHS = 12;
const MOVERS = 8;

interface Asked {
  readonly entity: string;
  readonly asOf: LocalDate;
  /** The books as they were known then; what waits for people is of now. */
  readonly knownAt: Instant;
}
/** Of the month of `asOf`, up to that day. */
export const reportFor = async (
  { entity, asOf, knownAt }: Asked,
  deps: Deps,
): Promise<Result<FinanceReport, Refused>> => {
  const first = `${monthOf(asOf)}-01`;
  const before = addDays(first, -1);
  const from = addMonths(first, 1 - MONTHS);
  const ask = { entity, asOf, knownAt, from, forwardPercent: 100, overduePercent: 100 };
  const found = await questionFor(ask, deps);
  if (!found.ok) return found;
  const { cut, question, facts } = found.value;
  const own = cut.entity;
  const plans = await plansKnown({ entity, knownAt }, deps);
  const of = (from: LocalDate, until: LocalDate): Figures['currencies'] =>
    figuresUntil({ ...question, span: spanOf(until, from) }, facts, plans);
  const month = of(first, asOf);
  const sums = sumsOf(month, own.currency);
  const earlier = of(`${monthOf(before)}-01`, before);
  const past = sumsOf(earlier, own.currency);
  // A month that goes on is held against as many days of the one before.
  const sameDay = asOf === endOfMonth(asOf) ? before : addMonths(asOf, -1);
  const flowed = sumsOf(of(`${monthOf(before)}-01`, sameDay), own.currency);
  const twice = (...inputs: readonly InputName[]) => ({
    minor: sums(...inputs),
    beforeMinor: past(...inputs),
  });
  const flow = (input: InputName) => ({ minor: sums(input), beforeMinor: flowed(input) });
  const [now, then] = [asOf, before].map((day) => ageingOn(own.id, day, facts, plans));
  const count = countsOf(month, own.currency);
  const open = await all(tasks(deps.tenant, 'OPEN'));
  return ok({
    entity: { id: own.id, name: own.name },
    month: monthOf(asOf),
    asOf,
    knownAt,
    currency: own.currency,
    others: month.flatMap(({ currency }) => {
      const openMinor = sumsOf(month, currency)(...BUCKETS.map(dueInput));
      return currency === own.currency || openMinor === 0 ? [] : [{ currency, openMinor }];
    }),
    open: twice(...BUCKETS.map(dueInput)),
    overdue: twice(...BUCKETS.slice(1).map(dueInput)),
    cash: flow('cashCollected'),
    sales: flow('creditSales'),
    ageing: BUCKETS.map((bucket) => ({ bucket, ...twice(dueInput(bucket)) })),
    trend: trendOf(monthsBetween(monthOf(from), monthOf(asOf)), asOf, (start, until) =>
      valuesOf(of(start, until), own.currency),
    ),
    ahead: await aheadOf(own, { asOf, knownAt }, deps),
    movers: await moversOf(now!, then!, own.currency, deps),
    contacts: contactsOf(facts.filter(({ day }) => day >= first && day <= asOf)),
    promises: { ...promisedIn(month, own.currency), before: promisedIn(earlier, own.currency) },
    notices: noticesOf((await countEffects(first, asOf, localDate(deps.now, own.zone), deps)).effects),
    exceptions: await exceptionsOf(own, open, { sums, count }, deps),
    quality: qualityOf(open, count),
  });
};

/** As if the book ended on that day; how its promises ended is told later. */
const figuresUntil = (
  question: Question,
  facts: readonly Fact[],
  plans: readonly PaymentPlan[],
): Figures['currencies'] => {
  const { asOf } = question.span;
  return figuresOf(
    foldedOf(
      facts.filter(({ entry, on, day }) => (entry ? on <= asOf : day <= addDays(asOf, JUDGED_WITHIN))),
      plans,
      question,
    ),
    question,
  );
};

type Values = Readonly<Partial<Record<FigureId, number | null>>>;

const sumsOf =
  (of: Figures['currencies'], own: string) =>
  (...inputs: readonly InputName[]): number =>
    (of.find(({ currency }) => currency === own)?.inputs ?? []).reduce(
      (sum, { input, minor }) => (inputs.includes(input) ? sum + minor : sum),
      0,
    );
const countsOf =
  (of: Figures['currencies'], own: string) =>
  (...inputs: readonly InputName[]): number =>
    (of.find(({ currency }) => currency === own)?.inputs ?? []).reduce(
      (sum, { input, count }) => (inputs.includes(input) ? sum + count : sum),
      0,
    );
const valuesOf = (of: Figures['currencies'], own: string): Values =>
  Object.fromEntries(
    (of.find(({ currency }) => currency === own)?.figures ?? []).map(({ id, value }) => [id, value]),
  );

const promisedIn = (of: Figures['currencies'], own: string): FinanceReport['promises']['before'] => {
  const { promise_kept_count: keptPercent = null, promise_kept_value: keptValuePercent = null } = valuesOf(
    of,
    own,
  );
  const judged = countsOf(of, own)('promisesKept', 'promisesPartlyKept', 'promisesBroken');
  return { judged, keptPercent, keptValuePercent };
};

/** DSO over ninety days, as it is usual; CEI of the month. */
const trendOf = (
  months: readonly string[],
  asOf: LocalDate,
  of: (from: LocalDate, until: LocalDate) => Values,
): FinanceReport['trend'] =>
  months.map((month) => {
    const last = month === monthOf(asOf) ? asOf : endOfMonth(`${month}-01`);
    const quarter = of(addDays(last, -89), last);
    const { cei = null } = of(`${month}-01`, last);
    const { dso_simple: dso = null, dso_best_possible: bestPossible = null } = quarter;
    return { month, dso, bestPossible, cei };
  });

const noticesOf = (effects: readonly Effect[]): FinanceReport['notices'] =>
  effects.map(({ template, level, channel, touched, heldOut }) => ({
    template,
    level,
    channel,
    sent: touched.notices,
    paid: touched.paid,
    heldOut: heldOut.notices,
    heldOutPaid: heldOut.paid,
  }));

const ageingOn = (
  entity: string,
  day: LocalDate,
  facts: readonly Fact[],
  plans: readonly PaymentPlan[],
): Ageing => {
  const entries = facts.flatMap(({ entry }) => (entry && entry.on <= day ? [entry] : []));
  const held = plans.filter((plan) => holdsOn(plan, day));
  return ageingOf(fold(entries, held), entity, day);
};

const moversOf = async (
  now: Ageing,
  then: Ageing,
  own: string,
  { tenant }: Deps,
): Promise<FinanceReport['movers']> => {
  const overdueIn = ({ currencies }: Ageing) =>
    new Map(
      (currencies.find(({ currency }) => currency === own)?.customers ?? []).map(
        ({ customerId, overdueMinor }) => [customerId, overdueMinor],
      ),
    );
  const before = overdueIn(then);
  const moved = [...overdueIn(now)]
    .map(([customerId, minor]) => ({ customerId, minor, beforeMinor: before.get(customerId) ?? 0 }))
    .filter(({ minor, beforeMinor }) => minor > beforeMinor)
    .toSorted(
      (a, b) => b.minor - b.beforeMinor - (a.minor - a.beforeMinor) || (a.customerId < b.customerId ? -1 : 1),
    )
    .slice(0, MOVERS);
  const known = await readAll(moved.map(({ customerId }) => customerById(tenant, customerId)));
  const names = new Map(known.map(({ id, name }) => [id as string, name]));
  return moved.map((one) => ({ ...one, name: names.get(one.customerId) ?? one.customerId }));
};

const contactsOf = (facts: readonly Fact[]): FinanceReport['contacts'] => {
  const noted = facts.flatMap(({ events }) =>
    events.flatMap(({ type, data }) =>
      type === ContactNoted.name ? [data as { channel: string; result: string }] : [],
    ),
  );
  return [...Map.groupBy(noted, ({ channel }) => channel)]
    .map(([channel, own]) => ({
      channel,
      count: own.length,
      reached: own.filter(({ result }) => result === 'reached' || result === 'promised').length,
      promised: own.filter(({ result }) => result === 'promised').length,
    }))
    .toSorted((a, b) => b.count - a.count || (a.channel < b.channel ? -1 : 1));
};
