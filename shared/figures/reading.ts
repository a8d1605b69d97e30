/** Reads what was known at a moment: entries up to a day, what was announced beside them, payment plans, and who is whom. */
import { CustomerMerged } from '../customers/customer.ts';
import { customerById, customers } from '../customers/store.ts';
import { idsOf } from '../customers/customer.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { cutOf, type Cut, type Refused as NotCut } from '../insights/reading.ts';
import { plansKnown } from '../plans/knowing.ts';
import { holdsOn, type PaymentPlan } from '../plans/plan.ts';
import { plans } from '../plans/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, each, read } from '../runtime/table.ts';
import { isWithin, LOOK_BACK, priorTo, type Fact, type Span } from './fact.ts';
import { JUDGED_WITHIN } from './happened.ts';
import { spanOf, type Question } from './rules.ts';
import { factsOf, ofEntity } from './since.ts';

export interface Ask {
  readonly asOf?: LocalDate | undefined;
  readonly from?: LocalDate | undefined;
  readonly knownAt?: Instant | undefined;
  readonly entity?: string | undefined;
  readonly customerId?: string | undefined;
  readonly segment?: string | undefined;
  readonly staffCostMinor?: number | undefined;
  readonly lossPercents?: readonly number[] | undefined;
  readonly forwardPercent: number;
  readonly overduePercent: number;
}
export type Refused = NotCut | 'figures.range' | 'figures.part' | 'figures.too_many' | 'customers.unknown';

/**
 * The days in UTC whose announcements are read, up to the moment: so long after the last one as promises of it may be judged. `told`: those
 * that figures are told from. Of a customer all are read, because a merge of any day says whose the entries are.
 */
export const announcedIn = (
  { customerId, from }: Pick<Ask, 'customerId' | 'from'>,
  cut: Pick<Cut, 'asOf' | 'from' | 'known'>,
  now: Instant,
): { readonly read: Span; readonly told: Span } => {
  // The entity’s day may end after the one in UTC.
  const last = addDays(cut.asOf, 1);
  const known = (cut.known.knownAt ?? now).slice(0, 10);
  const moment = known > last ? known : last;
  const since = addDays(spanOf(cut.asOf, from).from, -LOOK_BACK);
  const judged = addDays(last, JUDGED_WITHIN);
  const told = { from: since > cut.from ? since : cut.from, asOf: judged < moment ? judged : moment };
  return { told, read: customerId === undefined ? told : { from: cut.from, asOf: moment } };
};

/** More than these are not read and held within the time and the memory of an answer: who asks is told so, before it dies. */
export const MOST_ACTS = 100_000;

/** Of which books, which days, and what of them. */
interface Asked {
  readonly ask: Ask;
  readonly cut: Cut;
  readonly span: Span;
}
/** `facts`: in the order of the commits. */
export interface Answer {
  readonly cut: Cut;
  readonly question: Question;
  readonly facts: readonly Fact[];
  readonly plans: readonly PaymentPlan[];
}

/** Where an answer is of a moment before, too; `most`: acts that are held at most, whatever there is where the caller has the time. */
interface Limits {
  readonly since?: Instant;
  readonly most?: number;
}
export const questionFor = async (
  ask: Ask,
  deps: Deps,
  limits?: Limits,
): Promise<Result<Answer, Refused>> => {
  const asked = await askedOf(ask, deps);
  if (!asked.ok) return asked;
  const answers = await answersFor([asked.value], deps, limits);
  return answers.ok ? ok(answers.value[0]!) : answers;
};

export const askedOf = async (ask: Ask, deps: Deps): Promise<Result<Asked, Refused>> => {
  const made = await cutOf(ask, deps);
  if (!made.ok) return made;
  const cut = made.value;
  const span = spanOf(cut.asOf, ask.from);
  if (span.from > span.asOf)
    return refuse('figures.range', 'The first day is after the last.', [
      { pointer: '/query/from', detail: `must not be after ${span.asOf}` },
    ]);
  if (ask.customerId !== undefined && ask.segment !== undefined)
    return refuse('figures.part', 'Ask for a customer or for a segment.', [
      { pointer: '/query/segment', detail: 'must not be there beside customerId' },
    ]);
  return ok({ ask, cut, span });
};

/** Of one entity, part and moment, and of as many periods: the books are read once, and each is answered of what it alone would have read. */
export const answersFor = async (
  asked: readonly [Asked, ...Asked[]],
  deps: Deps,
  { most = Infinity, since }: Limits = {},
): Promise<Result<Answer[], Refused>> => {
  const [{ ask, cut }] = asked;
  const windows = asked.map((one) => announcedIn(one.ask, one.cut, deps.now));
  const last = asked.reduce((day, one) => (one.cut.asOf > day ? one.cut.asOf : day), cut.asOf);
  const wanted = { cut: { ...cut, asOf: last }, announced: joined(windows.map(({ read }) => read)) };
  const found = await factsOf({ ...wanted, begun: earliest(asked), since, most }, deps);
  if (!found.ok) return found;
  const { facts: all, ours } = found.value;
  const ids = await idsFor(ask, all, deps);
  if (!ids.ok) return ids;
  const held = await plansFor(
    cut,
    asked.flatMap((one) => daysOfPlans(one.cut)),
    deps,
  );
  const { staffCostMinor, lossPercents, forwardPercent, overduePercent } = ask;
  return ok(
    asked.map((one, at) => {
      const { told } = windows[at]!;
      const facts = all.filter(({ entry, unspent, at: then }) =>
        entry ? entry.on <= one.cut.asOf : unspent !== undefined || isWithin(then.slice(0, 10), told),
      );
      return {
        cut: one.cut,
        facts: ofEntity(facts, ours),
        plans: held,
        question: {
          span: one.span,
          booksFrom: cut.from,
          ids: ids.value,
          currency: cut.entity.currency,
          said: { staffCostMinor, lossPercents, forwardPercent, overduePercent },
        },
      };
    }),
  );
};

/** What was before all days that the periods are held against is the same for each of them. */
const earliest = (asked: readonly Asked[]): LocalDate =>
  asked
    .flatMap(({ span }) => [addDays(span.from, -1), priorTo(span.asOf)])
    .reduce((first, day) => (day < first ? day : first));

const daysOfPlans = ({ asOf }: Cut): LocalDate[] => [asOf, priorTo(asOf)];
/** Those that held on one of the days: the last one and thirty days before, where none is said. */
export const plansFor = async (
  cut: Cut,
  days: readonly LocalDate[],
  deps: Pick<Deps, 'tenant'>,
): Promise<PaymentPlan[]> => {
  const { entity, known } = cut;
  const own =
    known.knownAt === undefined
      ? (await all(plans(deps.tenant))).filter((plan) => plan.entity === entity.id)
      : await plansKnown({ entity: entity.id, knownAt: known.knownAt }, deps);
  return own.filter((plan) => days.some((day) => holdsOn(plan, day)));
};

/** Days that more than one of them has are read once. */
const joined = (windows: readonly Span[]): Span[] => {
  const apart: Span[] = [];
  for (const window of windows.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const before = apart.at(-1);
    if (!before || window.from > addDays(before.asOf, 1)) apart.push(window);
    else if (window.asOf > before.asOf) apart[apart.length - 1] = { ...before, asOf: window.asOf };
  }
  return apart;
};

/** The ids that a customer had by then: its own, and those of records that were known to be the same. A segment is of today. */
const idsFor = async (
  { customerId, segment }: Ask,
  facts: readonly Fact[],
  { tenant }: Deps,
): Promise<Result<ReadonlySet<string> | undefined, 'customers.unknown'>> => {
  if (segment !== undefined) {
    const ids = new Set<string>();
    for await (const customer of each(customers(tenant)))
      if (customer.segment === segment) for (const id of idsOf(customer)) ids.add(id);
    return ok(ids);
  }
  if (customerId === undefined) return ok(undefined);
  if (!(await read(customerById(tenant, customerId))))
    return refuse('customers.unknown', `There is no customer ${customerId}.`);
  const merged = facts.flatMap(({ events }) =>
    events
      .filter(({ type }) => type === CustomerMerged.name)
      .map(({ data }) => data as { customerId: string; mergedId: string }),
  );
  const survivor = (id: string): string => {
    const into = merged.find(({ mergedId }) => mergedId === id);
    return into ? survivor(into.customerId) : id;
  };
  const now = survivor(customerId);
  return ok(new Set([now, ...merged.map(({ mergedId }) => mergedId).filter((id) => survivor(id) === now)]));
};
