/**
 * What was announced, by when: acts with events, from a position on. A position is the id of an act, or lies behind one; an id
 * begins with its time.
 */
import { nextMonth } from '../kernel/dates.ts';
import { idFrom, timeOf } from '../kernel/ids.ts';
import type { Item } from '../kernel/storage.ts';
import { list } from './table.ts';

/**
 * An act has its id as its commit begins, and is there when the commit is done: by then a later one may be there already. What
 * is younger than this is not told yet, and so nothing is passed over. Longer than a commit is tried for (table.ts, patience.ts).
 */
export const HELD_BACK_MS = 30_000;

const NONE = new Uint8Array(10);
/** The first position that an act of this moment may have; before the clock of ids began there is none. */
export const positionAt = (ms: number): string => idFrom('act', Math.max(0, ms), NONE);
export const POSITION = /^act_[0-7][0-9a-hjkmnp-tv-z]{25}0?$/;

const monthAt = (position: string): string => new Date(timeOf(position)).toISOString().slice(0, 7);

/**
 * Up to `limit` acts from a position on, over the months, as far as `end` and `untilMs` both allow. `next` is where the following page begins: after
 * the last page it is where something new will be.
 */
export const factsFrom = async (
  tenant: string,
  { start, end, untilMs, limit }: { start: string; end?: string; untilMs: number; limit: number },
): Promise<{ acts: Item[]; next: string; hasMore: boolean }> => {
  const told = positionAt(untilMs);
  const horizon = end !== undefined && end < told ? end : told;
  const acts: Item[] = [];
  let next = start;
  while (next < horizon && acts.length < limit) {
    const month = monthAt(next);
    const turn = positionAt(Date.parse(`${nextMonth(month)}-01T00:00:00Z`));
    const to = turn < horizon ? turn : horizon;
    const page = await list(
      { index: 'g1', partition: `${tenant}#FACTS#${month}`, from: next, to, parse: (item) => item },
      { limit: limit - acts.length },
    );
    acts.push(...page.data);
    next = page.upTo === undefined ? to : `${page.upTo}0`;
  }
  return { acts, next, hasMore: next < horizon };
};
