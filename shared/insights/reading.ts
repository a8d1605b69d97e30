/** Reads the books of an entity up to a day, as they were known at a moment or as they are now. */
import { tenantById } from '../access/store.ts';
import { entityOf, type Entity } from '../access/tenant.ts';
import { addDays, localDate, monthOf, nextMonth, type Instant, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Chart } from '../ledger/chart.ts';
import type { Booked } from '../ledger/entry.ts';
import { lastAskable } from '../ledger/rules.ts';
import { chartOf, chartVersion, entriesBetween, periodOf, shutOf } from '../ledger/store.ts';
import { plansKnownOn } from '../plans/knowing.ts';
import type { PaymentPlan } from '../plans/plan.ts';
import { bytesIf } from '../runtime/blobs.ts';
import type { Deps } from '../runtime/context.ts';
import { HELD_BACK_MS, positionAt } from '../runtime/facts.ts';
import { each, read, recall } from '../runtime/table.ts';
import { carriedIn, carriedKey } from './carried.ts';
import { fold, type Carried, type Position } from './rules.ts';

export interface Asked {
  readonly asOf?: LocalDate | undefined;
  readonly knownAt?: Instant | undefined;
  readonly entity?: string | undefined;
}
/** Of which books, up to which day, and what of them counts. */
export interface Cut {
  readonly entity: Entity;
  readonly asOf: LocalDate;
  /** The first day that the books may have. */
  readonly from: LocalDate;
  /** As it is told; empty where all that there is counts. */
  readonly known: { readonly knownAt?: Instant };
}
export type Refused = 'insights.entity_unknown' | 'insights.too_far_ahead' | 'insights.not_known_yet';

export const cutOf = async (
  { asOf, knownAt, entity: wanted }: Asked,
  deps: Deps,
): Promise<Result<Cut, Refused>> => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const entity = entityOf(tenant, wanted);
  if (!entity) return refuse('insights.entity_unknown', `There is no legal entity ${wanted}.`);
  const last = lastAskable(localDate(deps.now, entity.zone));
  const day = asOf ?? localDate(knownAt ?? deps.now, entity.zone);
  if (day > last)
    return refuse('insights.too_far_ahead', `As of ${last} at the latest.`, [
      { pointer: '/query/asOf', detail: `must not be after ${last}` },
    ]);
  // A commit that is under way may have its place before this moment: who asks later would get another answer.
  const settled = new Date(Date.parse(deps.now) - HELD_BACK_MS).toISOString();
  if (knownAt !== undefined && Date.parse(knownAt) > Date.parse(settled))
    return refuse('insights.not_known_yet', `What is known is settled up to ${settled}.`, [
      { pointer: '/query/knownAt', detail: `must not be after ${settled}` },
    ]);
  // One day earlier, because the entity’s calendar may be behind UTC.
  const from = addDays(tenant.openedAt.slice(0, 10), -1);
  return ok({ entity, asOf: day, from, known: knownAt === undefined ? {} : { knownAt } });
};

/** What has its place in the order of the commits before the moment; everything where none is said. */
export const isKnown = ({ knownAt }: Cut['known']): ((fact: { readonly id: string }) => boolean) => {
  if (knownAt === undefined) return () => true;
  const end = positionAt(Date.parse(knownAt));
  return ({ id }) => id < end;
};

export const booksOf = async (
  asked: Asked,
  deps: Deps,
): Promise<Result<Cut & { readonly entries: Booked[] }, Refused>> => {
  const cut = await cutOf(asked, deps);
  if (!cut.ok) return cut;
  return ok({ ...cut.value, entries: await entriesOf(cut.value, deps) });
};

const entriesOf = async ({ entity, asOf, from, known }: Cut, { tenant }: Deps): Promise<Booked[]> => {
  const counts = isKnown(known);
  const entries: Booked[] = [];
  for (const month of entriesBetween(tenant, from, asOf))
    for await (const booked of each(month))
      if (booked.entity === entity.id && counts(booked)) entries.push(booked);
  return entries;
};

/** From what was kept when a month was closed, where one was by then; the same as from the beginning. */
export const positionsOf = async (
  asked: Asked,
  deps: Deps,
): Promise<Result<Cut & { readonly positions: Map<string, Position> }, Refused>> => {
  const made = await cutOf(asked, deps);
  if (!made.ok) return made;
  const cut = made.value;
  const plans = await plansKnownOn({ entity: cut.entity.id, day: cut.asOf, ...cut.known }, deps);
  return ok({ ...cut, positions: (await foldedFor(cut, plans, deps)).positions });
};

/** The same with the entries that it was folded from: those since that month, or all; `from` is the first day of them. */
export const foldedFor = async (
  cut: Cut,
  plans: readonly PaymentPlan[],
  deps: Deps,
): Promise<{ positions: Map<string, Position>; entries: Booked[]; from: LocalDate }> => {
  const begun = await begunFor(cut, deps);
  if (begun) {
    const { carried, from } = begun;
    const entries = await entriesOf({ ...cut, from }, deps);
    const positions = fold(entries, plans, carried);
    if (carried.unknown.size === 0) return { positions, entries, from };
  }
  const entries = await entriesOf(cut, deps);
  return { positions: fold(entries, plans), entries, from: cut.from };
};

/** So many months are looked at, where the last ones were closed after the moment that is asked for. */
const MOST = 4;

/**
 * Nothing comes into a closed month, so all of its entries are those that it was closed with, until it is opened again: then no gate says that it
 * is closed. What was kept of it is under its seal.
 */
export const begunFor = async (
  cut: Cut,
  deps: Pick<Deps, 'tenant'>,
): Promise<{ carried: Carried; from: LocalDate } | undefined> => {
  const found = await leftBy(cut, { keyOf: carriedKey, parse: carriedIn }, deps);
  return found && { carried: found.left, from: found.from };
};

/** What was kept of the newest month that was closed by the day and the moment, under its seal; `from`: the day after it. */
export const leftBy = async <T extends { readonly id: string }>(
  { entity, asOf, from, known }: Cut,
  kept: { readonly keyOf: typeof carriedKey; readonly parse: (bytes: Uint8Array) => T },
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<{ left: T; from: LocalDate } | undefined> => {
  const { closed } = (await read(shutOf(tenant, entity.id))) ?? {};
  if (closed === undefined) return undefined;
  const whole = monthOf(addDays(asOf, 1)) === monthOf(asOf) ? before(monthOf(asOf)) : monthOf(asOf);
  let month = closed < whole ? closed : whole;
  for (let tries = 0; tries < MOST && month >= monthOf(from); tries += 1, month = before(month)) {
    const period = await read(periodOf(tenant, entity.id, month));
    if (!period?.closed || (known.knownAt !== undefined && known.knownAt < period.closed.at)) continue;
    const bytes = await bytesIf(kept.keyOf(tenant, entity.id, month, period.closed.seal.seal));
    const left = bytes && kept.parse(bytes);
    if (left && isKnown(known)(left)) return { left, from: `${nextMonth(month)}-01` };
  }
  return undefined;
};
const before = (month: string): string => monthOf(addDays(`${month}-01`, -1));

/** A function lives no longer: what it began before has been done or will never be. */
const LIFE_MS = 15 * 60_000;
/** The accountant's numbers as they were said a quarter of an hour before the moment, so that none can come later that was said earlier. */
export const chartKnown = async (
  entity: string,
  knownAt: Instant | undefined,
  { tenant }: Deps,
): Promise<Chart | undefined> => {
  let chart = await read(chartOf(tenant, entity));
  if (knownAt === undefined) return chart;
  while (chart?.at !== undefined && Date.parse(chart.at) > Date.parse(knownAt) - LIFE_MS)
    chart = chart.version > 1 ? await read(chartVersion(tenant, entity, chart.version - 1)) : undefined;
  return chart;
};
