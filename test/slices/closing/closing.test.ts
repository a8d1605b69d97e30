/** Months are shut in their order and opened in the reverse one; late facts find the first open month; the seal sees every change. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GENESIS, turnAmong } from '../../../shared/audit/chain.ts';
import { differences, follows, sealedOf, sealOf } from '../../../shared/closing/chain.ts';
import { layersOf, revaluationEntry, valueLeft } from '../../../shared/closing/revaluation.ts';
import {
  closedWith,
  mayClose,
  monthBefore,
  NOT_SHUT,
  reopened,
  softClosed,
  stateOf,
  untouched,
  type Books,
} from '../../../shared/closing/rules.ts';
import { addDays, monthOf, monthsBetween, nextMonth } from '../../../shared/kernel/dates.ts';
import {
  gatesOf,
  GATES,
  mayBeShut,
  mustAsk,
  notShut,
  openDay,
  overEverywhere,
  type Shut,
} from '../../../shared/kernel/period.ts';
import type { Item } from '../../../shared/kernel/storage.ts';
import type { Booked } from '../../../shared/ledger/entry.ts';
import type { PeriodSnapshot } from '../../../shared/ledger/period.ts';

const FIRST = '2026-01';
const MONTHS = monthsBetween(FIRST, '2026-06');
const snapshot: PeriodSnapshot = { entries: 0, kinds: {}, balances: [], openItems: [] };
const on = (minor: string) => ({ lines: [{ account: minor }] });

describe('months', () => {
  /** What any sequence of wishes comes to: months shut are one run from the first on, and closed ones begin it. */
  test('any sequence of steps leaves closed ≤ soft, a run from the first month, and the state of each month as its document says', () => {
    const step = fc.record({
      month: fc.constantFrom(...MONTHS),
      what: fc.constantFrom('soft', 'close', 'reopen'),
      at: fc.constantFrom('2026-03-05T00:00:00.000Z', '2026-12-01T00:00:00.000Z'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const periods = new Map(MONTHS.map((month) => [month, untouched('main', month)]));
        let shut: Shut = NOT_SHUT;
        for (const { month, what, at } of steps) {
          const books: Books = { period: periods.get(month)!, shut };
          const hand = { at, by: 'x' };
          const seal = sealOf(month, GENESIS, [], snapshot);
          const stands = mayClose(books, FIRST);
          const done =
            what === 'soft'
              ? softClosed(books, FIRST, hand, undefined)
              : what === 'reopen'
                ? reopened(books, FIRST, hand, 'why')
                : (stands ?? {
                    ok: true as const,
                    value: closedWith(books, FIRST, hand, { snapshot, seal }),
                  });
          if (!done.ok) continue;
          expect([done.value.period.version, done.value.shut.version]).toEqual([
            books.period.version + 1,
            shut.version + 1,
          ]);
          if (what === 'soft') expect(mayBeShut(month, at)).toBe(true);
          periods.set(month, done.value.period);
          ({ shut } = done.value);
        }
        const states = MONTHS.map((month) => periods.get(month)!.state);
        expect(states).toEqual(MONTHS.map((month) => stateOf(month, shut)));
        expect(
          states.toSorted((a, b) => 'CLOSED SOFT OPEN'.indexOf(a) - 'CLOSED SOFT OPEN'.indexOf(b)),
        ).toEqual(states);
        for (const { state, closed } of periods.values())
          expect(closed !== undefined).toBe(state === 'CLOSED');
      }),
    );
  });

  test('whoever books today, in whichever zone of the Earth, asks nobody; a month is shut only when nobody books in it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        fc.integer({ min: -12 * 4, max: 14 * 4 }),
        (now, quarters) => {
          const today = new Date(now.getTime() + quarters * 900_000).toISOString().slice(0, 10);
          expect(mustAsk(today, now.toISOString())).toBe(false);
          // Who did not ask a quarter of an hour ago is no longer under way when the month may be shut.
          if (mayBeShut(monthOf(today), now.toISOString())) expect.unreachable();
          const begun = new Date(now.getTime() - 15 * 60_000).toISOString();
          const before = monthBefore(monthOf(today));
          if (mayBeShut(before, now.toISOString())) expect(mustAsk(`${before}-28`, begun)).toBe(true);
        },
      ),
    );
    expect(overEverywhere('2026-12')).toBe('2027-01-01T12:00:00.000Z');
    expect(mayBeShut('2026-01', '2026-02-01T12:59:59.999Z')).toBe(false);
    expect(mayBeShut('2026-01', '2026-02-01T13:00:00.000Z')).toBe(true);
  });

  const holds = (write: ReturnType<typeof notShut>[number], gate: Record<string, unknown>): boolean =>
    Object.entries(write.if as Record<string, { value: string }>).every(
      ([field, { value }]) => gate[field] === undefined || String(gate[field]) < value,
    );

  test('the day that is found for a late fact is one that its write is let in on; an open one is left alone', () => {
    const month = fc.option(fc.constantFrom(...MONTHS), { nil: undefined });
    const entry = fc.record({
      entity: fc.constant('main'),
      on: fc.integer({ min: 0, max: 200 }).map((days) => addDays('2026-01-01', days)),
      lines: fc.constantFrom(on('bank').lines, on('vat').lines),
    });
    fc.assert(
      fc.property(
        fc.record({ soft: month, tax: month }),
        fc.array(entry, { minLength: 1, maxLength: 2 }),
        fc.nat(),
        (shut, all, lot) => {
          const [gate] = gatesOf('acme', 'main', { version: 1, ...shut });
          const ask = (some: typeof all) =>
            holds(
              notShut(
                'acme',
                some.map((one) => ({ ...one, adjusts: false })),
                lot,
              )[0]!,
              gate!.put!,
            );
          const placed = all.map((one) => ({ ...one, on: openDay(one, shut) }));
          expect(ask(placed)).toBe(true);
          for (const [index, one] of all.entries()) {
            if (ask([one])) expect(placed[index]).toEqual(one);
            else {
              expect(placed[index]!.on > one.on && placed[index]!.on.endsWith('-01')).toBe(true);
              // It is the first: the month before is shut to it.
              expect(ask([{ ...one, on: `${monthBefore(monthOf(placed[index]!.on))}-01` }])).toBe(false);
            }
          }
        },
      ),
    );
  });

  test('an adjustment is let into a soft month and not into a closed one; each write asks one of eight gates', () => {
    const gate = { soft: '2026-02', closed: '2026-01' };
    const entry = (day: string, adjusts: boolean) => ({
      entity: 'main',
      on: day,
      adjusts,
      ...on('doubtful'),
    });
    const asked = (day: string, adjusts: boolean) =>
      holds(notShut('acme', [entry(day, adjusts)], 3)[0]!, gate);
    expect([asked('2026-02-10', true), asked('2026-01-31', true), asked('2026-02-10', false)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(asked('2026-03-01', false)).toBe(true);
    const gates = Array.from(
      { length: 100 },
      (_, lot) => notShut('acme', [entry('2026-01-01', false)], lot)[0]!.check!.sk,
    );
    expect(new Set(gates).size).toBe(GATES);
    expect(
      gatesOf('acme', 'main', { version: 1 })
        .map(({ put }) => put!.sk)
        .toSorted(),
    ).toEqual([...new Set(gates)].toSorted());
  });
});

describe('the seal', () => {
  const act = (serial: number): Item => ({
    pk: 'acme#BOOK#2026-01',
    sk: `2026-01-${String(serial).padStart(2, '0')}#act_${serial}`,
    kind: 'act',
    id: `act_${serial}`,
    actor: 'x',
    entry: { source: `INV-${serial}`, lines: [{ account: 'bank', minor: serial }] },
  });
  const acts = Array.from({ length: 12 }, (_, n) => act(n + 1));

  test('every change of an entry, of their number or of their order is named, and changes the seal', () => {
    const where = fc.nat(acts.length - 1);
    const change = fc.oneof(
      fc.record({ is: fc.constant('changed' as const), at: where }),
      fc.record({ is: fc.constant('missing' as const), at: where }),
      fc.record({ is: fc.constant('added' as const), at: where }),
      fc.record({ is: fc.constant('reordered' as const), at: fc.nat(acts.length - 2) }),
    );
    const kept = sealOf(FIRST, GENESIS, acts, snapshot);
    expect(differences(sealedOf(acts), sealedOf(structuredClone(acts)))).toEqual([]);
    fc.assert(
      fc.property(change, ({ is, at }) => {
        const now: Item[] = structuredClone(acts);
        const { id } = acts[at]!;
        if (is === 'changed') now[at] = { ...now[at]!, actor: 'y' };
        if (is === 'missing') now.splice(at, 1);
        if (is === 'added') now.splice(at, 0, act(40));
        if (is === 'reordered') now.splice(at, 2, now[at + 1]!, now[at]!);
        const faults = differences(sealedOf(acts), sealedOf(now));
        expect(faults).toContainEqual({ entry: is === 'added' ? 'act_40' : id, fault: is });
        expect(new Set(faults.map(({ fault }) => fault))).toEqual(new Set([is]));
        expect(sealOf(FIRST, GENESIS, now, snapshot).seal).not.toBe(kept.seal);
      }),
    );
  });

  test('a seal follows from its figures, its snapshot and the month before', () => {
    const kept = sealOf(FIRST, GENESIS, acts, snapshot);
    expect(follows(FIRST, kept, snapshot)).toBe(true);
    for (const other of [
      { ...kept, entries: 13 },
      { ...kept, digest: GENESIS },
      { ...kept, snapshotDigest: GENESIS },
      { ...kept, previous: kept.seal },
      { ...kept, seal: GENESIS },
    ])
      expect(follows(FIRST, other, snapshot)).toBe(false);
    expect(follows(FIRST, kept, { ...snapshot, entries: 1 })).toBe(false);
    expect(follows(nextMonth(FIRST), kept, snapshot)).toBe(false);
    expect(sealOf(nextMonth(FIRST), kept.seal, acts, snapshot).previous).toBe(kept.seal);
  });
});

test('of days that become more every night, each is looked at again', () => {
  const turns = Array.from({ length: 1_023 }, (_, at) => turnAmong(at + 1));
  expect(turns.every((turn, at) => turn >= 0 && turn <= at)).toBe(true);
  // Between the 512th and the last night each of the first 512 has its turn.
  expect(new Set(turns.slice(511)).size).toBe(512);
});

describe('foreign items at the end of a month', () => {
  const booked = (day: number, lines: Booked['lines']): Booked => ({
    id: 'act_1',
    at: '',
    actor: '',
    entity: 'main',
    on: addDays('2026-01-01', day),
    currency: 'USD',
    kind: 'receipt',
    source: 'x',
    memo: '',
    lines,
  });

  test('money is used oldest first, a match of a part leaves its day, and the layers add up to the account', () => {
    const line = (customerId: string, minor: number) => ({
      account: 'unapplied' as const,
      customerId,
      minor,
    });
    expect(
      layersOf([
        booked(0, [line('a', -100)]),
        booked(1, [line('a', -50), line('b', -7)]),
        // 120 of 150 are used; a match takes all and leaves what is left.
        booked(5, [line('a', 150), line('a', -30)]),
      ]),
    ).toEqual([
      { currency: 'USD', on: '2026-01-02', minor: 30 },
      { currency: 'USD', on: '2026-01-02', minor: 7 },
    ]);
    const moves = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -500, max: 500 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(moves, (all) => {
        const layers = layersOf(all.map(([whose, minor], day) => booked(day, [line(whose, minor)])));
        expect(layers.reduce((sum, { minor }) => sum + minor, 0)).toBe(
          all.reduce((sum, [, minor]) => sum - minor, 0),
        );
      }),
    );
  });

  test('what is left of a value is nothing when nothing is open, and all of it when all is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 1e9 }),
        fc.nat(),
        (value, total, part) => {
          const open = part % (total + 1);
          const left = valueLeft(value, open, { minor: total, currency: 'USD' });
          expect([left >= 0, left <= value]).toEqual([true, true]);
          if (open === 0) expect(left).toBe(0);
          if (open === total) expect(left).toBe(value);
        },
      ),
    );
  });

  test('four entries, of the last day, the next, and of both taken back, cancel each account out', () => {
    for (const gainMinor of [700, -700]) {
      const place = { entity: 'main', month: '2026-01', own: 'EUR' };
      const four = [false, true].flatMap((back) =>
        ([1, -1] as const).map((sign) =>
          revaluationEntry(place, { currency: 'USD', gainMinor }, back, sign)!,
        ),
      );
      expect(four.map(({ on: day }) => day)).toEqual([
        '2026-01-31',
        '2026-01-31',
        '2026-02-01',
        '2026-02-01',
      ]);
      expect(four[0]!.lines).toEqual([
        { account: 'revaluation', minor: gainMinor },
        { account: gainMinor > 0 ? 'unrealisedGains' : 'unrealisedLosses', minor: 0 - gainMinor },
      ]);
      const sums = new Map<string, number>();
      for (const { lines, on: day } of four)
        for (const { account, minor } of lines)
          sums.set(`${day} ${account}`, (sums.get(`${day} ${account}`) ?? 0) + minor);
      expect([...sums.values()].every((sum) => sum === 0)).toBe(true);
    }
  });
});
