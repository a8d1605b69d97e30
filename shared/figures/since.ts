/** The acts that an answer is folded from: what a closed month left of those before it, and all since; or all from the opening. */
import type { Cut } from '../insights/reading.ts';
import { isKnown, leftBy } from '../insights/reading.ts';
import { invoiceById } from '../invoices/store.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../kernel/dates.ts';
import type { Fact as Announced } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { each, readAll } from '../runtime/table.ts';
import { inOrderOfCommits, type Fact, type Span } from './fact.ts';
import { unknownTo, leftIn, leftKey, type Left } from './left.ts';
import { bookedActs, otherActs } from './store.ts';

export interface Wanted {
  /** `asOf`: the last day of all that is asked. */
  readonly cut: Cut;
  /** Days in UTC of which announcements are read. */
  readonly announced: readonly Span[];
  /** The last day that a month may end on whose rest is enough. */
  readonly begun: LocalDate;
  /** A moment by which all that the month left must have been known, where an answer is of two. */
  readonly since?: Instant | undefined;
  /** Acts that are held at most; whatever there is, where the caller has the time. */
  readonly most: number;
}
export interface Found {
  /** In the order of the commits. */
  readonly facts: readonly Fact[];
  /** Invoices of the entity of which no act is among them. */
  readonly ours: ReadonlySet<string>;
  /** The newest of all acts that were known. */
  readonly id: string;
}
type Reading = Promise<Result<Found, 'figures.too_many'>>;

export const factsOf = async (wanted: Wanted, deps: Pick<Deps, 'tenant'>): Reading => {
  const { cut, begun, since } = wanted;
  const known = since === undefined ? cut.known : { knownAt: since };
  const found = await leftBy({ ...cut, asOf: begun, known }, { keyOf: leftKey, parse: leftIn }, deps);
  const goneOn = found && (await readSince(wanted, found, deps));
  return goneOn ?? readFrom(wanted, NOTHING, deps);
};
const NOTHING: Left = { id: '', facts: [] };

/** Undefined where something moves that was left out: it is folded from the beginning. */
const readSince = async (
  wanted: Wanted,
  { left, from }: { left: Left; from: LocalDate },
  deps: Pick<Deps, 'tenant'>,
): Promise<Awaited<Reading> | undefined> => {
  const { cut, announced } = wanted;
  const first = firstAnnounced(from);
  const days = announced.flatMap((span) =>
    span.asOf < first ? [] : [{ ...span, from: span.from > first ? span.from : first }],
  );
  const read = await readFrom({ ...wanted, cut: { ...cut, from }, announced: days }, left, deps);
  if (!read.ok) return read;
  const { facts } = read.value;
  const since = facts.filter(({ of }) => of === undefined);
  if (unknownTo(left, since).length > 0) return undefined;
  return ok({ ...read.value, ours: await oursIn(facts, { ...cut, asOf: addDays(from, -1) }, deps) });
};

/**
 * A month is closed when it is over in the entity’s zone; in UTC its last day may go on for hours then. What is announced from that day on is read,
 * and only what was announced before it is left.
 */
export const firstAnnounced = (from: LocalDate): LocalDate => addDays(from, -1);

const readFrom = async (
  { cut: { entity, asOf, from, known }, announced, most }: Wanted,
  left: Left,
  { tenant }: Pick<Deps, 'tenant'>,
): Reading => {
  const counts = isKnown(known);
  const facts: Fact[] = [...left.facts];
  let [held, { id }] = [facts.length, left];
  const others = announced.flatMap((days) => otherActs(tenant, days.from, days.asOf));
  for (const listing of [...bookedActs(tenant, from, asOf), ...others])
    for await (const { entry, ...act } of each(listing)) {
      held += 1;
      if (held > most)
        return refuse(
          'figures.too_many',
          `More than ${most} acts say this: ask for fewer days, or for a file of kind kpi_pack.`,
        );
      if (!counts(act) || (entry && entry.entity !== entity.id) || (!entry && act.events.length === 0))
        continue;
      const day = localDate(act.at, entity.zone);
      facts.push({ ...act, entry, day, on: entry?.on ?? day });
      if (act.id > id) ({ id } = act);
    }
  return ok({ facts: facts.toSorted(inOrderOfCommits), ours: new Set(), id });
};

const namedIn = ({ data }: Announced): readonly string[] | undefined => {
  const { invoices, invoiceId } = data as { invoices?: string[]; invoiceId?: string };
  return invoices ?? (invoiceId === undefined ? undefined : [invoiceId]);
};
const bookedIn = (facts: readonly Fact[]): Set<string> =>
  new Set(facts.flatMap(({ entry }) => entry?.lines.map(({ invoiceId = '' }) => invoiceId) ?? []));

/** Of what was announced since, the invoices that were settled so long before that nothing is left of them, and are of the entity. */
const oursIn = async (
  facts: readonly Fact[],
  { entity, asOf }: Cut,
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<ReadonlySet<string>> => {
  const booked = bookedIn(facts);
  const named = new Set(
    facts
      .filter(({ of }) => of === undefined)
      .flatMap(({ events }) => events.flatMap((event) => namedIn(event) ?? []))
      .filter((id) => !booked.has(id)),
  );
  const found = await readAll([...named].map((id) => invoiceById(tenant, id)));
  return new Set(
    found
      .filter((one) => one.entity === entity.id && one.issuedOn <= asOf && !one.deposit)
      .map(({ id }) => id),
  );
};

/** Without what was said of invoices of other entities: their events name invoices, and no entity. What a month left is its own entity’s. */
export const ofEntity = (facts: readonly Fact[], ours: ReadonlySet<string>): Fact[] => {
  const booked = bookedIn(facts);
  return facts.map((fact) => {
    if (fact.of) return fact;
    const events = fact.events.filter(
      (event) => namedIn(event)?.some((id) => booked.has(id) || ours.has(id)) ?? true,
    );
    return events.length === fact.events.length ? fact : { ...fact, events };
  });
};
