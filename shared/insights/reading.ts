/** Reads the books of an entity up to a day, as they were known at a moment or as they are now. */
import { tenantById } from '../access/store.ts';
import { entityOf, type Entity } from '../access/tenant.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Chart } from '../ledger/chart.ts';
import type { Booked } from '../ledger/entry.ts';
import { lastAskable } from '../ledger/rules.ts';
import { chartOf, chartVersion, entriesBetween } from '../ledger/store.ts';
import { plansKnownOn } from '../plans/knowing.ts';
import type { Deps } from '../runtime/context.ts';
import { HELD_BACK_MS, positionAt } from '../runtime/facts.ts';
import { each, read, recall } from '../runtime/table.ts';
import { fold, type Position } from './rules.ts';

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
  const { entity, asOf, from, known } = cut.value;
  const counts = isKnown(known);
  const entries: Booked[] = [];
  for (const month of entriesBetween(deps.tenant, from, asOf))
    for await (const booked of each(month))
      if (booked.entity === entity.id && counts(booked)) entries.push(booked);
  return ok({ ...cut.value, entries });
};

export const positionsOf = async (
  asked: Asked,
  deps: Deps,
): Promise<Result<Cut & { readonly positions: Map<string, Position> }, Refused>> => {
  const books = await booksOf(asked, deps);
  if (!books.ok) return books;
  const { entity, asOf, entries, known } = books.value;
  const plans = await plansKnownOn({ entity: entity.id, day: asOf, ...known }, deps);
  return ok({ ...books.value, positions: fold(entries, plans) });
};

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
