/** Seals the days that are over, and looks again at some that were sealed before. */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { keep, isKept } from '../runtime/blobs.ts';
import type { Deps } from '../runtime/context.ts';
import { factsFrom, positionAt } from '../runtime/facts.ts';
import { log } from '../runtime/log.ts';
import { measure } from '../runtime/metrics.ts';
import { all, commit, each } from '../runtime/table.ts';
import { chained, digester, faultsIn, GENESIS, turnAmong, type Told } from './chain.ts';
import { DaySealed, type Seal } from './seal.ts';
import { actsOf, putSeal, sealsOf } from './store.ts';

/** One run seals so many days at most: a job that did not run for long catches up over some nights. */
const MOST_DAYS = 31;
const PAGE = 100;

/** Every night, for one tenant. */
export const sealActs = async (deps: Deps): Promise<void> => {
  const seals = await all(sealsOf(deps.tenant));
  const broken = await lookAgain(deps, seals);
  for (const { day, why } of broken) log.warn('seal.broken', { day, why });
  measure('sealsBroken', broken.length);
  const yesterday = addDays(deps.now.slice(0, 10), -1);
  let [last] = seals;
  for (let days = 0; days < MOST_DAYS; days++) {
    const day: LocalDate = last ? addDays(last.day, 1) : yesterday;
    if (day > yesterday) break;
    last = await sealDay(deps, day, last?.chain ?? GENESIS);
  }
};

const sealDay = async (deps: Deps, day: LocalDate, previous: string): Promise<Seal> => {
  const sealed = chained(previous, day, await actsToldOf(deps, day));
  // First where nobody but this job writes: of what is in the table without a copy here, somebody else is the author.
  await keep(copyOf(deps.tenant, sealed), JSON.stringify(sealed), 'application/json');
  const seal = { ...sealed, sealedAt: deps.now };
  const act = { action: 'audit.seal', events: [announce(DaySealed, `day_${day}`, sealed)] };
  // A second run at the same moment told the same of the same acts.
  await commit(deps, act, [putSeal(deps.tenant, seal)]);
  return seal;
};

const copyOf = (tenant: string, { day, chain }: Pick<Seal, 'day' | 'chain'>): string =>
  `${tenant}/seals/${day}-${chain}.json`;

/** The whole chain, and the acts of two days: the last one sealed, and one of all, another every night. */
const lookAgain = async (deps: Deps, seals: readonly Seal[]): Promise<{ day: string; why: string }[]> => {
  const broken = faultsIn(seals);
  if (seals.length === 0) return broken;
  const turn = seals.at(-1 - turnAmong(seals.length))!;
  for (const seal of new Set([seals[0]!, turn])) {
    const { records, digest } = await actsToldOf(deps, seal.day);
    if (digest !== seal.digest)
      broken.push({
        day: seal.day,
        why: `${seal.records} acts were sealed, and these are ${records} others`,
      });
    if (!(await isKept(copyOf(deps.tenant, seal))))
      broken.push({ day: seal.day, why: 'the bucket has no copy of the seal' });
  }
  return broken;
};

/**
 * What the acts of a day (UTC) add up to: first those that announced or booked something, by the moment of their commit, then the others,
 * by the moment of their request.
 */
export const actsToldOf = async ({ tenant, now }: Deps, day: LocalDate): Promise<Told> => {
  const { take, told } = digester();
  const end = positionAt(Date.parse(addDays(day, 1)));
  let start = positionAt(Date.parse(day));
  for (let more = true; more;) {
    const page = await factsFrom(tenant, { start, end, untilMs: Date.parse(now), limit: PAGE });
    for (const item of page.acts) if (item.kind === 'act') take(item);
    [start, more] = [page.next, page.hasMore];
  }
  for await (const item of each(actsOf(tenant, day))) if (item['events'] === undefined) take(item);
  return told();
};
