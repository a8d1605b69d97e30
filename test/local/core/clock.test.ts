import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localClock } from '../../../bin/local/clock.ts';
import { durationMs } from '../../../bin/local/control.ts';
import { scratch } from './template.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-03-01T00:00:00Z');
const make = (more: { file?: string; startAt?: number; settle?: () => Promise<void> } = {}) =>
  localClock({ startAt: start, settle: () => Promise.resolve(), log: () => undefined, ...more });

test('what was planned runs in order of time, also what is planned on the way', async () => {
  const clock = make();
  const seen: string[] = [];
  const note = (name: string) => () => {
    seen.push(`${name} ${Math.floor((clock.now() - start) / HOUR)}`);
  };
  clock.at(start + 3 * HOUR, 'c', note('c'));
  clock.at(start + HOUR, 'a', () => {
    note('a')();
    clock.at(start + 2 * HOUR, 'b', note('b'));
  });
  clock.at(start + 3 * HOUR, 'd', note('d'));
  clock.at(start + 9 * HOUR, 'late', note('late'));
  clock.at(start + 2 * HOUR, 'gone', note('gone')).cancel();
  await clock.advance(start + 4 * HOUR);
  expect(seen).toEqual(['a 1', 'b 2', 'c 3', 'd 3']);
  expect(clock.now() - start).toBeGreaterThanOrEqual(4 * HOUR);
  expect(clock.planned().map((timer) => timer.what)).toEqual(['late']);
  clock.stop();
});

test('the cloud comes to rest between two moments', async () => {
  const seen: string[] = [];
  const clock = make({
    settle: () => {
      seen.push('rest');
      return Promise.resolve();
    },
  });
  clock.at(start + HOUR, 'a', () => void seen.push('a'));
  clock.at(start + 2 * HOUR, 'b', () => void seen.push('b'));
  await clock.advance(start + 3 * HOUR);
  expect(seen).toEqual(['rest', 'a', 'rest', 'b', 'rest']);
  clock.stop();
});

test('a timer that is due in real time runs by itself, and a failing one is told and forgotten', async () => {
  const lines: string[] = [];
  const clock = localClock({ settle: () => Promise.resolve(), log: (line) => lines.push(line) });
  await new Promise<void>((resolve) => {
    clock.at(clock.now() + 2, 'broken', () => Promise.reject(new Error('no')));
    clock.at(clock.now() + 5, 'fine', resolve);
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(lines).toEqual(['clock: broken failed: Error: no']);
  expect(clock.busy()).toEqual([]);
  clock.stop();
});

test('a clock that was moved stays moved after a restart', async () => {
  const file = join(scratch(), 'clock.json');
  const first = make({ file });
  await first.advance(start + 48 * HOUR);
  first.stop();
  const second = make({ file });
  expect(second.now()).toBeGreaterThanOrEqual(start + 48 * HOUR);
  second.stop();
});

test('many timers keep their order', async () => {
  const clock = make();
  const seen: number[] = [];
  const times = Array.from({ length: 500 }, (_, i) => start + HOUR + ((i * 7919) % 500));
  for (const when of times) clock.at(when, 't', () => void seen.push(when));
  await clock.advance(start + 2 * HOUR);
  expect(seen).toEqual(times.toSorted((a, b) => a - b));
  clock.stop();
});

test.each([
  [90, 90_000],
  ['P1D', 86_400_000],
  ['P1W', 604_800_000],
  ['PT1H30M', 5_400_000],
  ['P1DT1S', 86_401_000],
])('%s is %d ms', (by, ms) => {
  expect(durationMs(by)).toBe(ms);
});

test('a month has no length', () => {
  expect(() => durationMs('P1M')).toThrow('by is a number of seconds');
});
