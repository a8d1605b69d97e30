/**
 * The record of what was denied: who, what, when and under which request, never a secret. Bounded, so that nobody writes a
 * bill with it: of a caller and minute the first five are kept one by one, then every time their number has doubled,
 * with how many the record stands for. What is written is at least half of what happened, and says so.
 */
import { newId } from './context.ts';
import { log } from './log.ts';
import { write } from './table.ts';

export interface Denial {
  readonly tenant: string;
  readonly actor: string;
  readonly now: string;
  /** Why, as the problem document says it. */
  readonly code: string;
  readonly operation: string;
  readonly request: string;
  readonly subject?: string | undefined;
}

const ONE_BY_ONE = 5;
/** As long as the log of an auditor is asked about: thirteen months. */
const KEPT_DAYS = 400;
const minute = { of: '', counted: new Map<string, { seen: number; told: number }>() };

export const noteDenied = async ({ tenant, now, ...denial }: Denial): Promise<void> => {
  const times = timesOf(`${tenant}#${denial.actor}`, now.slice(0, 16));
  if (times === 0) return;
  const id = newId('den');
  try {
    await write({
      put: {
        pk: `${tenant}#DENIED#${now.slice(0, 7)}`,
        sk: `${now}#${id}`,
        kind: 'denied',
        ttl: Math.floor(Date.parse(now) / 1000) + KEPT_DAYS * 86_400,
        id,
        at: now,
        times,
        ...denial,
      },
      if: 'absent',
      clash: 'denied.kept',
      about: 'a denial',
    });
  } catch (error) {
    // It stays denied, whatever becomes of the record; the log has it too.
    log.error('denied.not_kept', error, { code: denial.code });
  }
};

/** How many denials a record that is written now stands for; 0 for none now. */
const timesOf = (caller: string, window: string): number => {
  if (minute.of !== window) {
    minute.of = window;
    minute.counted.clear();
  }
  const counted = minute.counted.get(caller) ?? { seen: 0, told: 0 };
  minute.counted.set(caller, counted);
  counted.seen += 1;
  if (counted.seen > ONE_BY_ONE && (counted.seen & (counted.seen - 1)) !== 0) return 0;
  const times = counted.seen - counted.told;
  counted.told = counted.seen;
  return times;
};
