/** Reads what was known at a moment: entries up to a day, what was announced beside them, payment plans, and who is whom. */
import { CustomerMerged } from '../customers/customer.ts';
import { customerById, customers } from '../customers/store.ts';
import { idsOf } from '../customers/customer.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../kernel/dates.ts';
import type { Fact as Announced } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { cutOf, isKnown, type Cut, type Refused as NotCut } from '../insights/reading.ts';
import { plansKnown } from '../plans/knowing.ts';
import { holdsOn, type PaymentPlan } from '../plans/plan.ts';
import { plans } from '../plans/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, each, read } from '../runtime/table.ts';
import { inOrderOfCommits, isWithin, priorTo, type Fact, type Span } from './fact.ts';
import { JUDGED_WITHIN } from './happened.ts';
import { spanOf, type Question } from './rules.ts';
import { bookedActs, otherActs } from './store.ts';

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

/** What was said of promises, disputes and orders is looked for so long before the first day: none is for longer. */
const LOOK_BACK = 366;
/**
 * The days in UTC whose announcements are read, up to the moment: so long after the last one as promises of it may be judged. Of a customer
 * all, because a merge of a later day says whose the older entries are.
 */
export const announcedIn = (
  { customerId, from }: Pick<Ask, 'customerId' | 'from'>,
  cut: Pick<Cut, 'asOf' | 'from' | 'known'>,
  now: Instant,
): Span => {
  // The entity’s day may end after the one in UTC.
  const last = addDays(cut.asOf, 1);
  const known = (cut.known.knownAt ?? now).slice(0, 10);
  const moment = known > last ? known : last;
  if (customerId !== undefined) return { from: cut.from, asOf: moment };
  const since = addDays(spanOf(cut.asOf, from).from, -LOOK_BACK);
  const judged = addDays(last, JUDGED_WITHIN);
  return { from: since > cut.from ? since : cut.from, asOf: judged < moment ? judged : moment };
};

/** More than these are not read within the time and the memory of an answer: who asks is told so, before it dies. */
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

/** `most`: acts that are read at most; whatever there is, where the caller has the time. */
export const questionFor = async (ask: Ask, deps: Deps, most?: number): Promise<Result<Answer, Refused>> => {
  const asked = await askedOf(ask, deps);
  if (!asked.ok) return asked;
  const answers = await answersFor([asked.value], deps, most);
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
  most = Infinity,
): Promise<Result<Answer[], Refused>> => {
  const [{ ask, cut }] = asked;
  const windows = asked.map((one) => announcedIn(one.ask, one.cut, deps.now));
  const last = asked.reduce((day, one) => (one.cut.asOf > day ? one.cut.asOf : day), cut.asOf);
  const found = await factsOf({ ...cut, asOf: last }, joined(windows), deps, most);
  if (!found.ok) return found;
  const ids = await idsFor(ask, found.value, deps);
  if (!ids.ok) return ids;
  const held = await plansFor(
    cut,
    asked.flatMap((one) => daysOfPlans(one.cut)),
    deps,
  );
  const { staffCostMinor, lossPercents, forwardPercent, overduePercent } = ask;
  return ok(
    asked.map((one, at) => {
      const facts = found.value.filter(({ entry, at: then }) =>
        entry ? entry.on <= one.cut.asOf : isWithin(then.slice(0, 10), windows[at]!),
      );
      const invoices = invoicesIn(facts);
      return {
        cut: one.cut,
        facts: facts.map((fact) => ofEntity(fact, invoices)),
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

const factsOf = async (
  { entity, asOf, from, known }: Cut,
  announced: readonly Span[],
  { tenant }: Deps,
  most: number,
): Promise<Result<Fact[], 'figures.too_many'>> => {
  const counts = isKnown(known);
  const facts: Fact[] = [];
  let read = 0;
  const others = announced.flatMap((days) => otherActs(tenant, days.from, days.asOf));
  for (const listing of [...bookedActs(tenant, from, asOf), ...others])
    for await (const { entry, ...act } of each(listing)) {
      read += 1;
      if (read > most)
        return refuse(
          'figures.too_many',
          `The books have more than ${most} acts up to ${asOf}: ask for a file of kind kpi_pack.`,
        );
      if (!counts(act) || (entry && entry.entity !== entity.id) || (!entry && act.events.length === 0))
        continue;
      const day = localDate(act.at, entity.zone);
      facts.push({ ...act, entry, day, on: entry?.on ?? day });
    }
  return ok(facts.toSorted(inOrderOfCommits));
};

const invoicesIn = (facts: readonly Fact[]): ReadonlySet<string> =>
  new Set(facts.flatMap(({ entry }) => entry?.lines.map(({ invoiceId = '' }) => invoiceId) ?? []));

/** Without what was said of invoices of other entities: their events name invoices, and no entity. */
const ofEntity = (fact: Fact, invoices: ReadonlySet<string>): Fact => {
  const events = fact.events.filter(({ data }: Announced) => {
    const { invoices: several, invoiceId } = data as { invoices?: string[]; invoiceId?: string };
    const named = several ?? (invoiceId === undefined ? undefined : [invoiceId]);
    return named === undefined || named.some((id) => invoices.has(id));
  });
  return events.length === fact.events.length ? fact : { ...fact, events };
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
