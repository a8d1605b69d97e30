/** Reads what was known at a moment: entries up to a day, what was announced beside them, payment plans, and who is whom. */
import { CustomerMerged } from '../customers/customer.ts';
import { customerById, customers } from '../customers/store.ts';
import { idsOf } from '../customers/customer.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../kernel/dates.ts';
import type { Fact as Announced } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { cutOf, isKnown, type Cut, type Refused as NotCut } from '../insights/reading.ts';
import type { PaymentPlan } from '../plans/plan.ts';
import { plansKnownOn } from '../plans/knowing.ts';
import type { Deps } from '../runtime/context.ts';
import { each, read } from '../runtime/table.ts';
import { inOrderOfCommits, priorTo, type Fact, type Span } from './fact.ts';
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
export type Refused = NotCut | 'figures.range' | 'figures.part' | 'customers.unknown';

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

/** In the order of the commits. */
export const questionFor = async (
  ask: Ask,
  deps: Deps,
): Promise<Result<{ cut: Cut; question: Question; facts: Fact[]; plans: PaymentPlan[] }, Refused>> => {
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
  const facts = await factsOf(cut, announcedIn(ask, cut, deps.now), deps);
  const ids = await idsFor(ask, facts, deps);
  if (!ids.ok) return ids;
  const invoices = invoicesIn(facts);
  const { staffCostMinor, lossPercents, forwardPercent, overduePercent } = ask;
  return ok({
    cut,
    facts: facts.map((fact) => ofEntity(fact, invoices)),
    plans: await plansFor(cut, deps),
    question: {
      span,
      booksFrom: cut.from,
      ids: ids.value,
      currency: cut.entity.currency,
      said: { staffCostMinor, lossPercents, forwardPercent, overduePercent },
    },
  });
};

/** Those that held on the last day, or thirty days before. */
export const plansFor = async (
  { entity, asOf, known }: Cut,
  deps: Pick<Deps, 'tenant'>,
): Promise<PaymentPlan[]> => {
  const held = [
    ...(await plansKnownOn({ entity: entity.id, day: asOf, ...known }, deps)),
    ...(await plansKnownOn({ entity: entity.id, day: priorTo(asOf), ...known }, deps)),
  ];
  return held.filter(({ id }, at) => held.findIndex((one) => one.id === id) === at);
};

const factsOf = async (
  { entity, asOf, from, known }: Cut,
  announced: Span,
  { tenant }: Deps,
): Promise<Fact[]> => {
  const counts = isKnown(known);
  const facts: Fact[] = [];
  const others = otherActs(tenant, announced.from, announced.asOf);
  for (const listing of [...bookedActs(tenant, from, asOf), ...others])
    for await (const { entry, ...act } of each(listing)) {
      if (!counts(act) || (entry && entry.entity !== entity.id) || (!entry && act.events.length === 0))
        continue;
      const day = localDate(act.at, entity.zone);
      facts.push({ ...act, entry, day, on: entry?.on ?? day });
    }
  return facts.toSorted(inOrderOfCommits);
};

const invoicesIn = (facts: readonly Fact[]): ReadonlySet<string> =>
  new Set(facts.flatMap(({ entry }) => entry?.lines.map(({ invoiceId = '' }) => invoiceId) ?? []));

/** Without what was said of invoices of other entities: their events name invoices, and no entity. */
const ofEntity = (fact: Fact, invoices: ReadonlySet<string>): Fact => ({
  ...fact,
  events: fact.events.filter(({ data }: Announced) => {
    const { invoices: several, invoiceId } = data as { invoices?: string[]; invoiceId?: string };
    const named = several ?? (invoiceId === undefined ? undefined : [invoiceId]);
    return named === undefined || named.some((id) => invoices.has(id));
  }),
});

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
