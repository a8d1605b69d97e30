/** Figures of disputes: what commits count is what they announce, and what is asked for follows from it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DisputeCount } from '../../../shared/disputes/count.ts';
import type { Dispute } from '../../../shared/disputes/dispute.ts';
import { DisputeAccepted, DisputeFileScanned, DisputeOpened } from '../../../shared/disputes/events.ts';
import { countsOf, figuresOf } from '../../../shared/disputes/figures.ts';
import { countDay, countsBetween } from '../../../shared/disputes/store.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import type { Item } from '../../../shared/kernel/storage.ts';

const facts = (...types: readonly { readonly name: string }[]) => types.map(({ name }) => ({ type: name }));
const DAY = '2026-01-05';
const one = (minor: number, decided?: { on: string; minor: number; atOnce?: true }) =>
  ({
    entity: 'main',
    reason: 'price',
    amount: { minor, currency: 'EUR' },
    openedOn: DAY,
    ...(decided && {
      decided: {
        on: decided.on,
        credited: { minor: decided.minor, currency: 'EUR' },
        ...(decided.atOnce && { atOnce: { rules: 1, proof: [] } }),
      },
    }),
  }) as unknown as Dispute;

describe('what a commit counts', () => {
  test('an opening and a decision, each on its day', () => {
    expect(countsOf(one(500), facts(DisputeOpened))).toMatchObject([
      { day: DAY, add: { opened: 1, openedMinor: 500 } },
    ]);
    expect(countsOf(one(500, { on: '2026-01-12', minor: 300 }), facts(DisputeAccepted))).toMatchObject([
      { day: '2026-01-12', add: { decided: 1, creditedMinor: 300, d7: 1 } },
    ]);
  });
  test('both at once are one item, because a commit touches an item once', () => {
    const counts = countsOf(
      one(500, { on: DAY, minor: 500, atOnce: true }),
      facts(DisputeOpened, DisputeAccepted),
    );
    expect(counts.map(({ add }) => add)).toEqual([
      { opened: 1, openedMinor: 500, decided: 1, creditedMinor: 500, atOnce: 1, d0: 1 },
    ]);
  });
  test('nothing where it was decided on before', () => {
    expect(countsOf(one(500, { on: DAY, minor: 500 }), facts(DisputeFileScanned))).toEqual([]);
  });
});

test('what was counted comes out of the table as it went in', () => {
  const [count] = countsOf(one(500, { on: DAY, minor: 500 }), facts(DisputeOpened, DisputeAccepted));
  const { update, set, add } = countDay('acme', count!);
  const item = { ...update!, ...set, ...add } as unknown as Item;
  const listing = countsBetween('acme', DAY, DAY);
  expect(update!.sk >= listing.from! && update!.sk <= listing.to!).toBe(true);
  expect(listing.parse(item)).toMatchObject({ day: DAY, opened: 1, atOnce: 0, days: [[0, 1]] });
});

const invoice = (on: string, minor: number) => ({
  on,
  entity: 'main',
  currency: 'EUR',
  kind: 'invoice' as const,
  lines: [
    { account: 'receivables' as const, minor },
    { account: 'revenue' as const, minor: -minor },
  ],
});
const count = (change: Partial<DisputeCount>): DisputeCount => ({
  day: DAY,
  entity: 'main',
  currency: 'EUR',
  reason: 'price',
  opened: 0,
  openedMinor: 0,
  decided: 0,
  creditedMinor: 0,
  atOnce: 0,
  days: [],
  ...change,
});
test('rates are of what was invoiced in the month, by count and by value; without invoices there are none', () => {
  const counts = [count({ opened: 2, openedMinor: 5_000 }), count({ day: '2026-02-01', opened: 1 })];
  const entries = [invoice('2026-01-31', 90_000), invoice('2026-01-02', 10_000), invoice('2026-03-01', 1)];
  expect(figuresOf(counts, [...entries, { ...entries[0]!, kind: 'credit_note' as const }])).toMatchObject([
    { month: '2026-01', invoices: 2, invoicedMinor: 100_000, ratePpm: 1_000_000, ratePpmOfValue: 50_000 },
    { month: '2026-02', opened: 1, invoices: 0 },
    { month: '2026-03', opened: 0, ratePpm: 0 },
  ]);
  expect(figuresOf([count({ opened: 1 })], [])[0]).not.toHaveProperty('ratePpm');
  expect(figuresOf([count({ opened: 1 })], [])[0]).not.toHaveProperty('medianDays');
});
test('currencies and entities are never added', () => {
  const counts = [
    count({ opened: 1 }),
    count({ entity: 'ch', opened: 1 }),
    count({ currency: 'CHF', opened: 1 }),
  ];
  expect(figuresOf(counts, []).map(({ entity, currency }) => `${entity} ${currency}`)).toEqual([
    'ch EUR',
    'main CHF',
    'main EUR',
  ]);
});
test('median and the ninth in ten are those of the days themselves, however they were counted', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 }), (all) => {
      const counts = all.map((took) => {
        const { add } = countsOf(one(1, { on: addDays(DAY, took), minor: 1 }), facts(DisputeAccepted))[0]!;
        return count({ decided: add['decided']!, days: [[took, add[`d${took}`]!]] });
      });
      const sorted = all.toSorted((a, b) => a - b);
      const [row] = figuresOf(counts, []);
      expect(row!.medianDays).toBe(sorted[Math.ceil(all.length * 0.5) - 1]);
      expect(row!.p90Days).toBe(sorted[Math.ceil((all.length * 9) / 10) - 1]);
    }),
  );
});
