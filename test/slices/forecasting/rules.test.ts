/** What a forecast adds up to, how wide it is, what of an order is awaited, and how kept forecasts are held against what came. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, daysBetween } from '../../../shared/kernel/dates.ts';
import {
  HORIZONS,
  SOURCES,
  WEEKS,
  type Forecast,
  type PastWeek,
} from '../../../shared/forecasting/forecast.ts';
import { AS_COMPUTED, judged, widthsByWeek, type Kept } from '../../../shared/forecasting/judging.ts';
import { bring, forecastOf, nothing } from '../../../shared/forecasting/making.ts';
import { itemsOf, toInvoice, type ToInvoice } from '../../../shared/forecasting/ordering.ts';
import { awaitedOf, owedIn, type Books } from '../../../shared/forecasting/owing.ts';
import { addEntry, pastWith, readFrom, type Weeks } from '../../../shared/forecasting/past.ts';
import { rowOf } from '../../../shared/forecasting/rules.ts';
import { endsFrom, lessOnAccount, sharesSomeDay, type Item } from '../../../shared/forecasting/spreading.ts';
import { rowsOf } from '../../../shared/forecasting/store.ts';
import { mondayOf, morningOf, weekAfter, weeksFrom } from '../../../shared/forecasting/weeks.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { openDay } from '../../../shared/kernel/period.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { Booked } from '../../../shared/ledger/entry.ts';
import type { Order } from '../../../shared/orders/order.ts';
import { price } from '../../../shared/pricing/rules.ts';
import { awaitedAfter } from '../../../shared/predicting/awaiting.ts';
import { dayOf } from '../../../shared/predicting/expecting.ts';
import { anInvoice, anOrder, customerId } from '../../support/drawn.ts';

const on = '2026-03-02';
const known = { company: undefined, own: undefined, customer: customerId, segment: 'DE', today: on };
const about = {
  entity: 'main',
  currency: 'EUR',
  on,
  madeAt: `${on}T04:30:00Z`,
  leftOut: 0,
  version: 1,
  company: undefined,
};
const brought = (items: readonly Item[]) => ({
  items,
  disputedMinor: 0,
  onAccountMinor: 0,
  terms: { days: 0, minor: 0, count: 0 },
});
const item = (minor: number, shares: readonly number[], over: Partial<Item> = {}): Item => ({
  source: 'open_items',
  subject: 'inv_1',
  minor,
  dueOn: on,
  shares,
  ...over,
});
const made = (customers: readonly (readonly Item[])[], past: readonly PastWeek[] = [], kept: Kept[] = []) => {
  const all = nothing();
  for (const items of customers) bring(all, brought(items));
  return forecastOf(about, all, past, kept);
};
/** Of every week, and ever. */
const rising = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: WEEKS + 1, maxLength: WEEKS + 1 })
  .map((shares) => shares.toSorted((a, b) => a - b));
const customers = fc.array(
  fc.array(
    fc.record({
      minor: fc.integer({ min: 1, max: 10_000_000_000 }),
      shares: rising,
      source: fc.constantFrom(...SOURCES.filter((one) => one !== 'new_sales')),
    }),
    { maxLength: 5 },
  ),
  { maxLength: 5 },
);
const drawn = (all: readonly (readonly (Pick<Item, 'minor' | 'source'> & { shares: number[] })[])[]) =>
  all.map((own) => own.map(({ minor, shares, source }) => item(minor, shares, { source })));
const sold = (minor: number, weeks = 8): PastWeek[] =>
  Array.from({ length: weeks + 1 }, (_, at) => ({
    from: weekAfter(on, at - weeks),
    receivedMinor: 0,
    invoicedMinor: at === weeks ? 0 : minor + (at % 2 === 0 ? 1_000 : -1_000),
  }));

describe('a forecast', () => {
  test('adds up: sources to weeks, weeks to all of them, what is within, later and not expected to what there is', () => {
    fc.assert(
      fc.property(customers, fc.nat(1_000_000), (all, pace) => {
        const { weeks, sources } = made(drawn(all), sold(pace));
        let together = 0;
        for (const week of weeks) {
          together += week.expectedMinor;
          expect(week.sources.reduce((sum, { minor }) => sum + minor, 0)).toBe(week.expectedMinor);
          expect(week.together.expectedMinor).toBe(together);
          for (const { p10Minor, p50Minor, p90Minor } of [week, week.together]) {
            expect(p10Minor).toBeGreaterThanOrEqual(0);
            expect(p50Minor).toBeGreaterThanOrEqual(p10Minor);
            expect(p90Minor).toBeGreaterThanOrEqual(p50Minor);
          }
        }
        const of = (source: string) =>
          weeks
            .flatMap((week) => week.sources)
            .reduce((sum, one) => sum + (one.source === source ? one.minor : 0), 0);
        for (const { source, minor, withinMinor, laterMinor, notExpectedMinor } of sources) {
          expect(withinMinor + laterMinor + notExpectedMinor).toBe(minor);
          expect(Math.min(laterMinor, notExpectedMinor)).toBeGreaterThanOrEqual(0);
          expect(of(source)).toBe(withinMinor);
        }
        const amounts = sources.filter(({ source }) => source !== 'new_sales');
        expect(amounts.reduce((sum, { minor }) => sum + minor, 0)).toBe(
          all.flat().reduce((sum, { minor }) => sum + minor, 0),
        );
      }),
    );
  });
  test('is the sum of its rows, but for what each is rounded by', () => {
    fc.assert(
      fc.property(customers, (all) => {
        const items = drawn(all);
        const rows = items.flat().map((one) => rowOf(customerId, one, endsFrom(on)));
        for (const row of rows)
          expect(
            row.weeks.reduce((sum, { minor }) => sum + minor, 0) + row.laterMinor + row.notExpectedMinor,
          ).toBe(row.minor);
        for (const { from, expectedMinor } of made(items).weeks) {
          const sum = rows
            .flatMap(({ weeks }) => weeks)
            .reduce((s, one) => s + (one.from === from ? one.minor : 0), 0);
          expect(Math.abs(sum - expectedMinor)).toBeLessThanOrEqual(rows.length + SOURCES.length);
        }
      }),
    );
  });
  test('is sure where all is, and never more than there is', () => {
    const sure = Array.from({ length: WEEKS + 1 }, () => 1);
    expect(made([[item(11_900, sure)]]).weeks[0]).toMatchObject({
      from: on,
      until: '2026-03-08',
      p10Minor: 11_900,
      p50Minor: 11_900,
      p90Minor: 11_900,
      expectedMinor: 11_900,
      sources: [{ source: 'open_items', minor: 11_900 }],
    });
    const likely = sure.map(() => 0.8);
    expect(made([[item(11_900, likely)]]).weeks[0]).toMatchObject({ p90Minor: 11_900, expectedMinor: 9_520 });
  });
  test('what one customer owes moves together, what many owe does not', () => {
    const half = Array.from({ length: WEEKS + 1 }, () => 0.5);
    const items = Array.from({ length: 16 }, () => item(1_000, half));
    const width = ({ p10Minor, p90Minor }: { p10Minor: number; p90Minor: number }) => p90Minor - p10Minor;
    const [one, many, whole] = [[items], items.map((each) => [each]), [[item(16_000, half)]]].map((all) =>
      width(made(all).weeks[0]!),
    );
    // Half of sixteen times 500², and half of 8,000²: 5,831, where it is 2,000 of many and 8,000 of one.
    expect(Math.abs(many! - 2 * 1.2816 * 2_000)).toBeLessThan(3);
    expect(Math.abs(one! - 2 * 1.2816 * 5_831)).toBeLessThan(3);
    expect(whole).toBe(16_000);
  });
  test('less is awaited by what is on account, the oldest first', () => {
    const items = [item(100, [], { dueOn: '2026-04-01' }), item(70, [], { dueOn: '2026-03-01' })];
    expect(lessOnAccount(items, 90).map(({ minor }) => minor)).toEqual([80]);
    expect(lessOnAccount(items, 1_000)).toEqual([]);
  });
  test('what is sold as before is awaited, too: less what is ordered, and nothing where the books are young', () => {
    const of = (past: readonly PastWeek[], items: readonly Item[] = []) =>
      made([items], past).sources.find(({ source }) => source === 'new_sales')?.minor ?? 0;
    expect(of(sold(100_000, 3))).toBe(0);
    const alone = of(sold(100_000));
    // Thirty days to pay, and some are late: what is sold in the first seven to ten weeks is paid within thirteen.
    expect(alone).toBeGreaterThan(700_000);
    expect(alone).toBeLessThan(1_000_000);
    const never = Array.from({ length: WEEKS + 1 }, () => 0);
    const ordered = (weekly: number) =>
      item(13 * weekly, never, {
        source: 'orders',
        invoiced: never.slice(1).map((_, at) => (at + 1) * weekly),
      });
    expect(of(sold(100_000), [ordered(40_000)]) / alone).toBeCloseTo(0.6, 2);
    expect(of(sold(100_000), [ordered(200_000)])).toBe(0);
  });
});

describe('the pace', () => {
  const never = Array.from({ length: WEEKS + 1 }, () => 0);
  const salesOf = (past: readonly PastWeek[], items: readonly Item[], day = on) => {
    const all = nothing();
    bring(all, brought(items));
    const { sources } = forecastOf({ ...about, on: day }, all, past, []);
    return sources.find(({ source }) => source === 'new_sales')?.minor ?? 0;
  };
  /** The first of each month, ten thousand euros. */
  const firsts = Array.from({ length: 24 }, (_, at) => addMonths('2025-06-01', at));
  const billed = (from: string, until: string) =>
    1_000_000 * firsts.filter((first) => from <= first && first <= until).length;
  const subscribed = (day: string) => {
    const past = Array.from({ length: 14 }, (_, at): PastWeek => {
      const from = weekAfter(mondayOf(day), at - 13);
      return { from, receivedMinor: 0, invoicedMinor: at === 13 ? 0 : billed(from, addDays(from, 6)) };
    });
    const { weeks } = endsFrom(day);
    const invoiced = weeks.map(({ until }) => billed(day, until));
    const bills = item(invoiced.at(-1)!, never, { source: 'subscriptions', invoiced });
    return { past, bills };
  };
  test('what a subscription bills once a month is no new sale in weeks between', () => {
    const { past, bills } = subscribed('2026-03-23');
    expect(salesOf(past, [bills], '2026-03-23')).toBe(0);
    // Beside it is sold what is sold: half as much again each week is new.
    const more = past.map((week) => ({ ...week, invoicedMinor: week.invoicedMinor + 115_385 }));
    const alone = past.map((week) => ({ ...week, invoicedMinor: 115_385 }));
    const [beside, by] = [salesOf(more, [bills], '2026-03-23'), salesOf(alone, [], '2026-03-23')];
    expect(Math.abs(beside / by - 1)).toBeLessThan(0.15);
  });
  test('one order that is more than weeks of the pace takes nothing off other weeks', () => {
    const great = (at: number) =>
      item(2_000_000, never, {
        source: 'orders',
        invoiced: never.slice(1).map((_, week) => (week >= at ? 2_000_000 : 0)),
      });
    const alone = salesOf(sold(100_000), []);
    expect(salesOf(sold(100_000), [great(1)]) / alone).toBeGreaterThan(0.8);
  });
  test('is of whole weeks since the one in which books, or a currency, began', () => {
    const weeks = sold(100_000, 9);
    const whole = salesOf(weeks, []);
    const begun = weeks.map((week, at) => (at === 0 ? { ...week, invoicedMinor: 10_000 } : week));
    expect(salesOf(begun, [])).toBe(whole);
    const quiet = sold(0, 4).map(({ from }) => ({
      from: addDays(from, -63),
      receivedMinor: 0,
      invoicedMinor: 0,
    }));
    expect(salesOf([...quiet, ...begun], [])).toBe(whole);
  });
});

describe('what a customer is awaited to pay', () => {
  const ends = endsFrom(on);
  const place = { entity: 'main', currency: 'EUR' };
  const part = whole(11_900, { on, part: FUL });
  const ordered = (parts: readonly ToInvoice[]) => [
    { id: order().id, ...place, paymentTermsDays: 14, parts },
  ];
  const none: Books = { invoices: [], unapplied: [], orders: [], bills: [] };
  const owed = (books: Partial<Books>, customer = {}) =>
    owedIn(place, { ...none, ...books }, customer, known, ends);
  const summed = (books: Partial<Books>, customer = {}) => {
    const all = nothing();
    bring(all, owed(books, customer));
    return forecastOf(about, all, sold(100_000), []);
  };
  const all = ({ sources }: Forecast) => sources.reduce((sum, { minor }) => sum + minor, 0);
  const fresh = ({ sources }: Forecast) => sources.find(({ source }) => source === 'new_sales')!.minor;

  test('an order that a deposit pays is no new sale: with and without it there is as much to come', () => {
    const plain = summed({ orders: ordered([part]) });
    const deposit = anInvoice(1, 5_000, {
      deposit: { orderId: order().id, taken: [] },
      issuedOn: on,
      dueOn: addDays(on, 14),
    });
    const paid = summed({ invoices: [deposit], orders: ordered([{ ...part, minor: 6_900 }]) });
    expect(fresh(plain)).toBeLessThan(fresh(summed({})));
    expect([fresh(paid), all(paid)]).toEqual([fresh(plain), all(plain)]);
  });
  test('money on account is so much less to come, and nothing more of new sales, also where it pays all', () => {
    const plain = summed({ orders: ordered([part]) });
    for (const minor of [5_000, 11_900]) {
      const paid = summed({
        orders: ordered([part]),
        unapplied: [{ entity: 'main', unapplied: { minor, currency: 'EUR' } }],
      });
      expect([fresh(paid), all(paid), paid.onAccountMinor]).toEqual([
        fresh(plain),
        all(plain) - minor,
        minor,
      ]);
    }
  });
  test('of who is insolvent nothing is expected of orders and subscriptions either, though they are invoiced', () => {
    const insolvent = { why: 'insolvent' as const, reason: 'told', at: '2026-02-01T00:00:00Z', by: 'key_1' };
    const bill = { ...whole(2_000), on: '2026-03-20', terms: { paymentTermsDays: 14 } };
    const bills = [{ id: `sub_${'0'.repeat(26)}` as const, ...place, bill }];
    const books = { orders: ordered([part]), bills };
    const [usual, lost] = [owed(books).items, owed(books, { dunningHold: insolvent }).items];
    expect(usual.every(({ shares }) => shares.at(-1)! > 0.9)).toBe(true);
    expect(lost).toEqual(usual.map((one) => ({ ...one, shares: ends.days.map(() => 0) })));
  });
  test('what was invoiced since orders were read is on an invoice, and not ordered as well', () => {
    const parts = [part, whole(700)];
    const minors = (over: Partial<Invoice>) =>
      owed({ orders: ordered(parts), invoices: [anInvoice(1, 11_900, over)] }).items.map(
        ({ source, minor }) => [source, minor],
      );
    const once = [
      ['open_items', 11_900],
      ['orders', 700],
    ];
    expect(minors({ fulfilmentId: FUL })).toEqual(once);
    expect(minors({ deliveries: [{ orderId: order().id, fulfilmentId: FUL }] })).toEqual(once);
    expect(minors({})).toHaveLength(3);
  });
});

test('rows of a night lie in many partitions, each item in one place', () => {
  const keys = Array.from({ length: 100 }, (_, number) =>
    rowsOf('acme', { entity: 'main', currency: 'EUR' }, on, number),
  ).map(({ key }) => key);
  const sizes = [...Map.groupBy(keys, ({ pk }) => pk).values()].map(({ length }) => length);
  expect([sizes.length, Math.max(...sizes)]).toEqual([16, 7]);
  expect(new Set(keys.map(({ sk }) => sk)).size).toBe(100);
});

describe('weeks', () => {
  test.each([
    ['2026-03-02', '2026-03-02'],
    ['2026-03-08', '2026-03-02'],
    ['2026-01-01', '2025-12-29'],
    ['2020-02-29', '2020-02-24'],
  ])('%s is in the week of %s', (day, monday) => expect(mondayOf(day)).toBe(monday));
  test('thirteen, of which the first is what is left of it', () => {
    const weeks = weeksFrom('2026-03-06');
    expect([weeks[0], weeks[1], weeks.length]).toEqual([
      { from: '2026-03-06', until: '2026-03-08' },
      { from: '2026-03-09', until: '2026-03-15' },
      13,
    ]);
  });
  test.each([
    ['Europe/Berlin', '2026-03-02'],
    ['America/Los_Angeles', '2026-03-02'],
    ['Asia/Tokyo', '2026-03-02'],
    ['Pacific/Auckland', '2026-03-03'],
  ])('the night is of the morning that is nearest in %s', (zone, day) =>
    expect(morningOf('2026-03-02T04:30:00Z', zone)).toBe(day),
  );
});

describe('what of an invoice is awaited', () => {
  const invoice = (over: Partial<Invoice> = {}): Invoice =>
    anInvoice(1, 10_000, { issuedOn: '2026-02-16', dueOn: '2026-03-15', ...over });
  const promise = { id: 'x', minor: 4_000, payOn: '2026-03-20', until: '2026-03-22', before: [] };
  const insolvent = { why: 'insolvent' as const, reason: 'told', at: '2026-02-01T00:00:00Z', by: 'key_1' };
  const held = { ...insolvent, why: 'held' as const, until: '2026-12-31' };
  const ends = endsFrom(on);
  test.each<[string, Partial<Invoice>, object[]]>([
    ['an open one', {}, [{ source: 'open_items', minor: 10_000, dueOn: '2026-03-15' }]],
    ['a charge', { collecting: { on: '2026-03-10' } }, [{ source: 'charges', minor: 10_000 }]],
    [
      'a promise, and the rest',
      { promise },
      [
        { source: 'promises', minor: 4_000 },
        { source: 'open_items', minor: 6_000 },
      ],
    ],
    [
      'a deposit',
      { deposit: { orderId: 'ord_01k9xq4n5e8y7v3m2c1b0a9z8w', taken: [] } },
      [{ source: 'deposits', minor: 10_000 }],
    ],
  ])('%s', (_, over, wanted) => expect(awaitedOf(invoice(over), {}, known, ends)).toMatchObject(wanted));
  test('of who is insolvent nothing is expected, and of who is not reminded as much as ever', () => {
    const [usual] = awaitedOf(invoice(), {}, known, ends);
    const nothingOf = usual!.shares.map(() => 0);
    expect(usual!.shares.at(-1)).toBeGreaterThan(0.9);
    for (const [over, customer, shares] of [
      [{}, { dunningHold: insolvent }, nothingOf],
      [{ dunningHold: insolvent, promise }, {}, nothingOf],
      [{}, { dunningHold: held }, usual!.shares],
    ] as const)
      for (const one of awaitedOf(invoice(over), customer, known, ends)) expect(one.shares).toEqual(shares);
  });
});

const order = (over: Partial<Order> = {}): Order => {
  const priced = price(
    [{ sku: 'A', description: 'Tea', quantity: '10', unit: 'C62', unitPrice: '10.00', taxClass: 'standard' }],
    'EUR',
    () => ok({ category: 'S' as const, ratePpm: 190_000 }),
    {},
  );
  if (!priced.ok) throw new Error(priced.detail);
  const { lines, totals } = priced.value;
  return anOrder([], {
    lines: lines.map((one) => ({ ...one, fulfilled: '0' })),
    totals,
    exposureMinor: totals.grossMinor,
    placedAt: '2026-02-27T09:00:00.000Z',
    trace: 'trc_1',
    ...over,
  });
};
const fulfilment = (quantity: string, exposureMinor: number): Order['fulfilments'][number] => ({
  id: 'ful_01k9xq4n5e8y7v3m2c1b0a9z8w',
  deliveredOn: '2026-03-01',
  lines: [{ line: '1', quantity }],
  exposureMinor,
  at: '2026-03-01T09:00:00.000Z',
});
const FUL = fulfilment('', 0).id;
const whole = (minor: number, over: Partial<ToInvoice> = {}): ToInvoice => ({
  minor,
  invoicedMinor: minor,
  ...over,
});

describe('what of an order is awaited', () => {
  const delivered = { fulfilments: [fulfilment('4', 4_760)], exposureMinor: 7_140 };
  const scheduled: Partial<Order> = {
    billing: { on: 'schedule' },
    plan: [
      { id: 'a', name: 'A', on: '2026-02-15', percent: '30' },
      { id: 'b', name: 'B', on: '2026-04-01' },
    ],
  };
  test.each<[string, Partial<Order>, Partial<Parameters<typeof toInvoice>[1]>, object[]]>([
    ['all of it, some day', {}, {}, [whole(11_900)]],
    ['what was delivered is invoiced now', delivered, {}, [whole(4_760, { on, part: FUL }), whole(7_140)]],
    ['what was invoiced is not ordered any more', delivered, { invoiced: new Set([FUL]) }, [whole(7_140)]],
    [
      'a delivery that waits until its period is over',
      delivered,
      { waiting: new Map([[FUL, '2026-03-31']]) },
      [whole(4_760, { on: '2026-03-31', part: FUL }), whole(7_140)],
    ],
    [
      'a delivery that waits for a word',
      delivered,
      { waiting: new Map([[FUL, undefined]]) },
      [whole(4_760, { part: FUL }), whole(7_140)],
    ],
    [
      'parts of a schedule on their days',
      scheduled,
      {},
      [whole(3_570, { on }), whole(8_330, { on: '2026-04-01' })],
    ],
    [
      'a deposit is no second time awaited, though all of it will be invoiced',
      delivered,
      { paid: 5_000 },
      [
        { minor: 0, invoicedMinor: 4_760, on, part: FUL },
        { minor: 6_900, invoicedMinor: 7_140 },
      ],
    ],
    ['nothing of what is held', { state: 'HELD' }, {}, []],
    ['nor of what was cancelled', { ...delivered, state: 'CANCELLED' }, {}, []],
  ])('%s', (_, over, more, wanted) => {
    expect(toInvoice(order(over), { invoiced: new Set(), waiting: new Map(), paid: 0, ...more }, on)).toEqual(
      wanted,
    );
  });

  test('falls due by its terms, in parts where they say so', () => {
    const ends = endsFrom(on);
    const terms = {
      id: 'halves',
      version: 1,
      name: 'Halves',
      lines: [{ days: 10, percent: '50' }, { days: 40 }],
    };
    const said = { source: 'orders' as const, subject: 'ord_1', currency: 'EUR', paymentTermsDays: 14 };
    const plain = itemsOf(said, whole(10_000, { on: '2026-03-20' }), known, ends);
    expect(plain).toMatchObject([{ minor: 10_000, dueOn: '2026-04-03' }]);
    // Invoiced in the third week, so nothing comes before, and not before it is invoiced.
    expect(plain[0]!.invoiced!.slice(0, 3)).toEqual([0, 0, 10_000]);
    expect([plain[0]!.shares[1], plain[0]!.shares[4]! > 0]).toEqual([0, true]);
    const parts = itemsOf({ ...said, terms }, whole(10_000, { on: '2026-03-20' }), known, ends);
    expect(parts).toMatchObject([
      { minor: 5_000, dueOn: '2026-03-30' },
      { minor: 5_000, dueOn: '2026-04-29' },
    ]);
    expect(parts.flatMap(({ invoiced = [] }) => invoiced.at(-1) ?? [])).toEqual([10_000]);
  });
  test('some day is half a month ahead in the mean, and is never more than all', () => {
    const when = awaitedAfter({ minor: 100, currency: 'EUR', terms: 0 }, known);
    const { shares, invoiced } = sharesSomeDay(when, endsFrom(on));
    expect(invoiced[1]).toBeCloseTo(1 - (13 / 14) ** 14);
    expect(shares.every((share, at) => share <= 1 && share >= (shares[at - 1] ?? 0))).toBe(true);
    expect(shares.at(-1)).toBeGreaterThan(0.999);
  });
});

describe('what came', () => {
  const entry = (
    kind: Booked['kind'],
    day: string,
    ...lines: [Booked['lines'][number]['account'], number][]
  ) =>
    ({
      entity: 'main',
      on: day,
      currency: 'EUR',
      kind,
      source: 's',
      memo: '',
      id: 'act_1',
      at: '',
      actor: '',
      lines: lines.map(([account, minor]) => ({ account, minor })),
    }) satisfies Booked;
  test('is what came in less what went back, each once, by week, entity and currency', () => {
    const weeks: Weeks = new Map();
    addEntry(
      weeks,
      entry('invoice', '2026-03-02', ['receivables', 11_900], ['revenue', -10_000], ['vat', -1_900]),
    );
    addEntry(weeks, entry('receipt', '2026-03-08', ['bank', 11_900], ['receivables', -11_900]));
    addEntry(weeks, entry('match', '2026-03-08', ['unapplied', 100], ['receivables', -100]));
    addEntry(weeks, entry('refund', '2026-03-08', ['unapplied', 900], ['refundsInTransit', -900]));
    addEntry(weeks, {
      ...entry('receipt', '2026-03-09', ['clearing', 500], ['receivables', -500]),
      currency: 'USD',
    });
    expect([...weeks]).toEqual([
      ['main EUR', new Map([['2026-03-02', { receivedMinor: 11_000, invoicedMinor: 11_900 }]])],
      ['main USD', new Map([['2026-03-09', { receivedMinor: 500, invoicedMinor: 0 }]])],
    ]);
  });
  test('weeks follow each other without a gap, and what is read again takes the place of what was known', () => {
    const week = (from: string, receivedMinor: number): PastWeek => ({
      from,
      receivedMinor,
      invoicedMinor: 0,
    });
    const before = [week('2026-02-09', 1), week('2026-02-16', 2), week('2026-02-23', 3)];
    const read = new Map([['2026-02-23', { receivedMinor: 9, invoicedMinor: 0 }]]);
    expect(pastWith(before, read, { from: '2026-02-16', on: '2026-03-03' })).toEqual([
      week('2026-02-09', 1),
      week('2026-02-16', 0),
      week('2026-02-23', 9),
      week('2026-03-02', 0),
    ]);
  });
  test.each([
    ['half a year back at first', undefined, '2020-01-01', '2025-09-01'],
    ['not before the books', undefined, '2026-02-25', '2026-02-23'],
    [
      'some weeks before the last forecast, however long ago',
      { on: '2026-01-14' },
      '2020-01-01',
      '2025-11-03',
    ],
  ])('is read %s', (_, before, booksFrom, from) => expect(readFrom(before, on, booksFrom)).toBe(from));
  test('is read from where what is late may be booked, though a month is shut only when the next is over', () => {
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
      const soft = addMonths(day, -2).slice(0, 7);
      const late = openDay({ entity: 'main', on: addDays(day, -80), lines: [] }, { soft });
      const from = readFrom({ on: addDays(day, -1) }, day, '2020-01-01');
      expect([day, from <= late]).toEqual([day, true]);
    }
  });
});

describe('kept forecasts against what came', () => {
  const past = (receivedMinor: number): PastWeek[] =>
    Array.from({ length: 60 }, (_, at) => ({
      from: weekAfter('2025-01-06', at),
      receivedMinor,
      invoicedMinor: 0,
    }));
  const today = weekAfter('2025-01-06', 59);
  const range = (minor: number, spread: number) => ({
    p10Minor: minor - spread,
    p50Minor: minor,
    p90Minor: minor + spread,
    expectedMinor: minor,
  });
  const kept = (day: string, spread = 10, over: Partial<Kept> = {}): Kept => ({
    on: day,
    cameMinor: 0,
    widths: AS_COMPUTED,
    weeks: weeksFrom(day).map((days, at) => ({
      ...days,
      ...range(100, spread),
      together: range(100 * (at + 1), spread * (at + 1)),
      sources: [],
    })),
    ...over,
  });
  const year = (spread: number) =>
    Array.from({ length: 40 }, (_, at) => kept(weekAfter('2025-01-06', at), spread));

  test('weeks that are over are judged, and those that are not are not', () => {
    const { backTest, eachWeek } = judged(
      [kept(addDays(today, -14)), kept(addDays(today, -7))],
      past(105),
      today,
    );
    expect(backTest.map(({ weeks, judged: count, inside }) => [weeks, count, inside])).toEqual([
      [1, 2, 2],
      [2, 1, 1],
      [4, 0, 0],
      [8, 0, 0],
      [13, 0, 0],
    ]);
    expect(eachWeek).toEqual({ judged: 3, inside: 3 });
    expect(backTest[0]).toMatchObject({ biasPercent: -4.8, errorPercent: 4.8 });
    expect(backTest[2]).toMatchObject({ biasPercent: null, errorPercent: null });
  });
  test('what had come before the forecast was no part of it', () => {
    const late = kept(addDays(today, -4), 10, { cameMinor: 30 });
    expect(judged([late], past(130), today).backTest[0]).toMatchObject({
      judged: 1,
      inside: 1,
      errorPercent: 0,
    });
  });
  test('who was always inside gets narrower, who never was gets wider, and who knows little stays as computed', () => {
    const of = (spread: number, count = 40) => judged(year(spread).slice(-count), past(105), today).widths;
    expect(judged([], past(105), today).widths).toEqual(AS_COMPUTED);
    expect(of(10).together[0]).toBeCloseTo(Math.exp((40 * Math.log(0.5)) / 50), 2);
    expect(of(2).together[0]).toBeCloseTo(Math.exp((40 * Math.log(2.5)) / 50), 2);
    expect(Math.abs(of(2, 1).week - 1)).toBeLessThan(0.1);
    for (const width of [of(0), of(1_000_000)].flatMap(({ together, week }) => [...together, week])) {
      expect(width).toBeGreaterThanOrEqual(0.25);
      expect(width).toBeLessThanOrEqual(4);
    }
  });
  test('the width that was used is taken out of what is learned', () => {
    const wide = year(20).map((one) => ({ ...one, widths: { together: HORIZONS.map(() => 2), week: 2 } }));
    expect(judged(wide, past(105), today).widths).toEqual(judged(year(10), past(105), today).widths);
  });
  test('eight of ten of what was are inside the width that is learned', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 60, maxLength: 60 }), (came) => {
        const weeks = past(0).map((week, at) => ({ ...week, receivedMinor: came[at]! }));
        const all = Array.from({ length: 50 }, (_, at) => kept(weekAfter('2025-01-06', at)));
        const width = judged(all, weeks, today).widths.together[0]!;
        // Before it is drawn towards 1 by ten of sixty.
        const own = Math.exp((Math.log(width) * 60) / 50);
        const inside = came.slice(0, 50).filter((one) => Math.abs(one - 100) <= 10 * own * 1.01).length;
        if (own < 3.9) expect(inside).toBeGreaterThanOrEqual(40);
      }),
      { numRuns: 25 },
    );
  });
  test('between weeks that are learned it goes straight', () => {
    const widths = widthsByWeek({ together: [1, 2, 4, 8, 13], week: 1 });
    expect(widths).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });
  test('a forecast of today is wider by what was learned', () => {
    const half = Array.from({ length: WEEKS + 1 }, () => 0.5);
    const items = Array.from({ length: 100 }, () => [item(1_000, half)]);
    const narrow = made(items).weeks[0]!;
    const shift = daysBetween(today, on);
    const earlier = year(2).map((one) => kept(addDays(one.on, shift), 2));
    const came = past(105).map((week) => ({ ...week, from: addDays(week.from, shift) }));
    const wide = made(items, came, earlier);
    expect(wide.widths.week).toBeGreaterThan(1.5);
    const of = ({ p50Minor, p90Minor }: { p50Minor: number; p90Minor: number }) => p90Minor - p50Minor;
    expect(of(wide.weeks[0]!) / of(narrow)).toBeCloseTo(wide.widths.week, 1);
    expect(dayOf(wide.weeks[0]!.from)).toBe(dayOf(on));
  });
});
