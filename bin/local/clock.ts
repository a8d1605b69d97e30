/**
 * The one clock of the cloud: the machine's time plus an offset that only grows. Moving it forward runs what
 * was planned on the way, in order of time, and lets the cloud come to rest between two moments.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Clock } from './seam.ts';

export interface LocalClock extends Clock {
  /** What has to be added to the machine's time; functions get it with each invocation. */
  offset(): number;
  /** Moves to this moment. A moment in the past changes nothing. */
  advance(toMs: number): Promise<void>;
  /** Timers whose work has begun and not ended. */
  busy(): string[];
  /** Moment and purpose of what is planned, next first. */
  planned(): { at: number; what: string }[];
  stop(): void;
}

interface Timer {
  when: number;
  order: number;
  what: string;
  /** Absent once it is cancelled. */
  run: (() => void | Promise<void>) | undefined;
}

/** A timer of Node takes at most this. */
const LONGEST_MS = 2 ** 31 - 1;

export interface ClockOptions {
  /** Keeps the offset, so that a restarted cloud does not fall back in time. */
  file?: string;
  /** The first moment of a cloud that has no offset yet. */
  startAt?: number;
  settle(): Promise<void>;
  log(line: string): void;
}

export const localClock = ({ file, startAt, settle, log }: ClockOptions): LocalClock => {
  let offset = kept(file) ?? (startAt === undefined ? 0 : startAt - Date.now());
  let order = 0;
  let wake: NodeJS.Timeout | undefined;
  const heap: Timer[] = [];
  const running = new Set<Timer>();
  const now = () => Date.now() + offset;

  const move = (to: number) => {
    if (to <= now()) return;
    offset = Math.ceil(to - Date.now());
    keep(file, offset);
  };
  /** The next timer that still matters. */
  const next = (): Timer | undefined => {
    while (heap[0] && !heap[0].run) take(heap);
    return heap[0];
  };
  const runUntil = (limit: number) => {
    for (let due = next(); due && due.when <= limit; due = next()) void begin(take(heap), running, log);
    arm();
  };
  const arm = () => {
    clearTimeout(wake);
    const first = next();
    if (!first) return;
    wake = setTimeout(() => runUntil(now()), Math.min(Math.max(first.when - now(), 0), LONGEST_MS));
  };
  if (startAt !== undefined) keep(file, offset);
  return {
    now,
    at: (when, what, run) => {
      const timer: Timer = { when, order: order++, what, run };
      put(heap, timer);
      if (heap[0] === timer) arm();
      return {
        cancel: () => {
          timer.run = undefined;
        },
      };
    },
    offset: () => offset,
    advance: async (to) => {
      await settle();
      for (let due = next(); due && due.when <= to; due = next()) {
        move(due.when);
        runUntil(due.when);
        await settle();
      }
      move(to);
      arm();
    },
    busy: () => [...running].map((timer) => `timer ${timer.what}`),
    planned: () =>
      heap
        .filter((timer) => timer.run)
        .toSorted(earlier)
        .map((timer) => ({ at: timer.when, what: timer.what })),
    stop: () => {
      clearTimeout(wake);
      heap.length = 0;
    },
  };
};

const begin = async (timer: Timer, running: Set<Timer>, log: (line: string) => void): Promise<void> => {
  running.add(timer);
  try {
    await timer.run?.();
  } catch (error) {
    log(`clock: ${timer.what} failed: ${String(error)}`);
  } finally {
    running.delete(timer);
  }
};

const kept = (file: string | undefined): number | undefined => {
  if (file === undefined || !existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { offset: number }).offset;
};

const keep = (file: string | undefined, offset: number): void => {
  if (file === undefined) return;
  writeFileSync(`${file}.new`, JSON.stringify({ offset }));
  renameSync(`${file}.new`, file);
};

const earlier = (a: Timer, b: Timer): number => a.when - b.when || a.order - b.order;

/** A binary heap: thousands of visibility timeouts come and go under load. */
const put = (heap: Timer[], timer: Timer): void => {
  let at = heap.push(timer) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (earlier(heap[above]!, timer) <= 0) break;
    heap[at] = heap[above]!;
    at = above;
  }
  heap[at] = timer;
};

const take = (heap: Timer[]): Timer => {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let below = at * 2 + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && earlier(heap[below + 1]!, heap[below]!) < 0) below += 1;
    if (earlier(last, heap[below]!) <= 0) break;
    heap[at] = heap[below]!;
    at = below;
  }
  heap[at] = last;
  return first;
};
