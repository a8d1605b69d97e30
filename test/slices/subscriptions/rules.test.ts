import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, daysBetween, localDate, startOfDay } from '../../../shared/kernel/dates.ts';
import { amountOf } from '../../../shared/pricing/rules.ts';
import { fullAt, minusSpans, partOf, periodFrom } from '../../../shared/subscriptions/periods.ts';
import type { Plan } from '../../../shared/subscriptions/plan.ts';
import { difference, expected } from '../../../shared/subscriptions/difference.ts';
import { lastDay, linesOf } from '../../../shared/subscriptions/lines.ts';
import { nextBill, withOrder, type Bill, type Standing } from '../../../shared/subscriptions/rules.ts';
import type { Billed, Rhythm, Subscription } from '../../../shared/subscriptions/subscription.ts';
import type { Change } from '../../../shared/subscriptions/wanted.ts';
import { changed } from '../../../shared/subscriptions/timeline.ts';
import { counted, usedUntil } from '../../../shared/subscriptions/usage.ts';
import { aPlan } from '../../support/drawn.ts';

const ID = 'sub_01k9xq4n5e8y7v3m2c1b0a9z8w';
const ORDER = 'ord_01k9xq4n5e8y7v3m2c1b0a9z8w';
const subscribed = (of: Plan, start: string, over: Partial<Subscription> = {}): Subscription => ({
  id: ID,
  version: 1,
  entity: 'main',
  customerId: 'cus_01k9xq4n5e8y7v3m2c1b0a9z8w',
  currency: of.currency,
  zone: 'Europe/Berlin',
  start,
  billedFrom: start,
  terms: [{ from: start, plan: of.plan, planVersion: of.version, quantity: '1' }],
  rhythms: [{ from: start, anchor: start, interval: of.interval, billing: of.billing }],
  pauses: [],
  dueOn: start,
  held: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  trace: 'a'.repeat(32),
  ...over,
});

/** What billing does with its table, with a list in its place. */
class Books {
  standing: Standing;
  readonly bills: Bill[] = [];
  readonly periods = new Map<string, Billed>();
  private readonly all: Map<string, Plan>;
  constructor(subscription: Subscription, plans: readonly Plan[]) {
    this.standing = { subscription, period: undefined, usage: {} };
    this.all = new Map(plans.map((one) => [`${one.plan}#${one.version}`, one]));
  }
  plans = ({ plan: code, planVersion }: { plan: string; planVersion: number }) =>
    this.all.get(`${code}#${planVersion}`)!;
  /** Everything that is due by a day. */
  run(today: string): Bill[] {
    const done: Bill[] = [];
    for (;;) {
      const bill = nextBill(this.standing, this.plans, today);
      if (!bill) break;
      const lines = linesOf(bill, 'EUR', this.plans);
      const order = lines.length > 0 ? { id: ORDER, sourceOrderId: 'x' } : undefined;
      const { known, opened } = withOrder(bill, lines, order as never);
      for (const one of [known, opened]) if (one) this.periods.set(one.from, one);
      this.standing = {
        subscription: bill.subscription,
        period: opened ?? known,
        usage: bill.usage ?? this.standing.usage,
      };
      done.push(bill);
    }
    this.bills.push(...done);
    return done;
  }
  change(change: Change, today: string, target: Plan): ReturnType<typeof changed> {
    const { subscription, period } = this.standing;
    const done = changed(subscription, period, change, { today, target });
    if (done.ok) this.standing = { ...this.standing, subscription: done.value.subscription };
    return done;
  }
  /** Charged less credited, over all bills. */
  get net(): number {
    return this.bills.reduce((sum, bill) => sum + netOf(bill), 0);
  }
  get tiles(): Billed[] {
    return [...this.periods.values()].toSorted((a, b) => (a.from < b.from ? -1 : 1));
  }
}
const sum = (all: readonly { minor: number }[]): number => all.reduce((total, { minor }) => total + minor, 0);
const netOf = ({ charges, credits }: Pick<Bill, 'charges' | 'credits'>): number =>
  sum(charges) - sum(credits);

const day = fc.integer({ min: 0, max: 3_000 }).map((n) => addDays('2023-06-01', n));
const interval = fc.record({
  unit: fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
  count: fc.integer({ min: 1, max: 5 }),
}) as fc.Arbitrary<Plan['interval']>;

describe('periods', () => {
  test('of any rhythm from any anchor tile without gap or overlap, and every day is in the one that is found for it', () => {
    fc.assert(
      fc.property(interval, day, day, (of, anchor, start) => {
        const rhythm = { from: start, anchor, interval: of, billing: 'in_advance' } satisfies Rhythm;
        let at = start;
        for (let n = 0; n < 14; n++) {
          const { from, to, full } = periodFrom({ rhythms: [rhythm] }, at);
          expect(from).toBe(at);
          expect(to > from).toBe(true);
          expect(full.from <= from && to === full.to).toBe(true);
          // Only the first may be a part.
          if (n > 0) expect(full.from).toBe(from);
          expect(fullAt(rhythm, addDays(to, -1))).toEqual(full);
          at = to;
        }
      }),
    );
  });

  test('the anchor clamps to the end of a shorter month and comes back, leap days too', () => {
    const begins = (anchor: string, unit: Plan['interval']['unit'], count = 1, periods = 5) => {
      const rhythm = { from: anchor, anchor, interval: { unit, count }, billing: 'in_advance' } as const;
      const days = [anchor];
      while (days.length < periods) days.push(periodFrom({ rhythms: [rhythm] }, days.at(-1)!).to);
      return days;
    };
    expect(begins('2026-01-31', 'month')).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ]);
    expect(begins('2027-12-30', 'month', 1, 4)).toEqual([
      '2027-12-30',
      '2028-01-30',
      '2028-02-29',
      '2028-03-30',
    ]);
    expect(begins('2024-02-29', 'year')).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
    expect(begins('2025-11-30', 'quarter', 1, 3)).toEqual(['2025-11-30', '2026-02-28', '2026-05-30']);
    expect(begins('2026-03-28', 'week', 2, 3)).toEqual(['2026-03-28', '2026-04-11', '2026-04-25']);
  });

  test('an anchor in the middle of things leaves a part of a period before it', () => {
    const rhythm: Rhythm = {
      from: '2026-01-12',
      anchor: '2026-03-01',
      interval: { unit: 'month', count: 1 },
      billing: 'in_advance',
    };
    expect(periodFrom({ rhythms: [rhythm] }, '2026-01-12')).toMatchObject({
      from: '2026-01-12',
      to: '2026-02-01',
      full: { from: '2026-01-01', to: '2026-02-01' },
    });
  });

  test('months are counted in both directions', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -60, max: 60 }), (from, months) => {
        const there = addMonths(from, months);
        const [y, m] = from.split('-').map(Number) as [number, number];
        const [ty, tm] = there.split('-').map(Number) as [number, number];
        expect(ty * 12 + tm - y * 12 - m).toBe(months);
        expect(there.slice(8) === from.slice(8) || addDays(there, 1).endsWith('-01')).toBe(true);
      }),
    );
  });

  test('a day begins in its zone, whatever its clocks do', () => {
    expect(startOfDay('2026-01-31', 'Pacific/Kiritimati')).toBe('2026-01-30T10:00:00.000Z');
    expect(startOfDay('2026-01-31', 'Pacific/Pago_Pago')).toBe('2026-01-31T11:00:00.000Z');
    expect(startOfDay('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(startOfDay('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
    // Clocks of Cairo go from 23:59 to 1:00 as this day begins, those of Lord Howe move by half an hour.
    expect(startOfDay('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
    expect(startOfDay('2026-04-06', 'Australia/Lord_Howe')).toBe('2026-04-05T13:30:00.000Z');
    const zones = ['Asia/Kathmandu', 'America/St_Johns', 'Africa/Cairo', 'Pacific/Chatham', 'America/Havana'];
    fc.assert(
      fc.property(day, fc.constantFrom(...zones), (date, zone) => {
        const begins = Date.parse(startOfDay(date, zone));
        expect(localDate(new Date(begins).toISOString(), zone)).toBe(date);
        expect(localDate(new Date(begins - 60_000).toISOString(), zone)).toBe(addDays(date, -1));
      }),
    );
  });
});

describe('parts of a price', () => {
  test('however a period is cut, its parts add up to the whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        interval,
        day,
        fc.array(fc.nat(100_000), { maxLength: 12 }),
        (minor, of, anchor, cuts) => {
          const full = fullAt({ anchor, interval: of }, anchor);
          const days = daysBetween(full.from, full.to);
          const at = [...new Set([0, ...cuts.map((cut) => cut % days), days])].toSorted((a, b) => a - b);
          const parts = at
            .slice(1)
            .map((to, index) =>
              partOf(minor, full, { from: addDays(full.from, at[index]!), to: addDays(full.from, to) }),
            );
          expect(parts.reduce((total, one) => total + one, 0)).toBe(minor);
          expect(parts.every((one) => one >= 0)).toBe(true);
        },
      ),
    );
  });

  test('spans without others keep every day once', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })).map(([a, b]) => ({
      from: addDays('2026-01-01', Math.min(a, b)),
      to: addDays('2026-01-01', Math.max(a, b)),
    }));
    const daysIn = (all: readonly { from: string; to: string }[]) =>
      all.flatMap(({ from, to }) =>
        Array.from({ length: daysBetween(from, to) }, (_, n) => addDays(from, n)),
      );
    fc.assert(
      fc.property(span, fc.array(span, { maxLength: 4 }), (one, others) => {
        const not = new Set(daysIn(others));
        expect(daysIn(minusSpans(one, others)).toSorted()).toEqual(
          daysIn([one]).filter((at) => !not.has(at)),
        );
      }),
    );
  });

  test('a line multiplies out to what its days cost', () => {
    const models = fc.constantFrom<Plan['price']>(
      { model: 'unit', price: '9.99' },
      { model: 'flat', price: '49' },
      {
        model: 'tiered',
        steps: [
          { from: '0', price: '3.333' },
          { from: '5', price: '1.11' },
        ],
      },
      {
        model: 'volume',
        steps: [
          { from: '0', price: '3.333' },
          { from: '5', price: '1.11' },
        ],
      },
      { model: 'package', size: '3', price: '7.77' },
    );
    fc.assert(
      fc.property(
        models,
        fc.integer({ min: 1, max: 997 }),
        day,
        fc.integer({ min: 0, max: 40 }),
        (price, quantity, anchor, cut) => {
          const of = aPlan({ price });
          const term = { from: anchor, plan: of.plan, planVersion: 1, quantity: String(quantity) };
          const period = periodFrom(subscribed(of, anchor), anchor);
          const to = addDays(anchor, cut) < period.to ? addDays(anchor, cut) : period.to;
          const charges = expected({ terms: [term], pauses: [], currency: 'EUR', end: to }, period, () => of);
          for (const { line, charge } of linesOf({ charges, used: [] }, 'EUR', () => of)) {
            expect(amountOf(line, 'EUR')).toBe(charge!.minor);
            expect(line.period).toEqual({ from: charge!.from, until: lastDay(charge!) });
          }
        },
      ),
    );
  });
});

/** A year of somebody who changes its mind. */
const step = fc.record({
  after: fc.integer({ min: 0, max: 45 }),
  change: fc.oneof<fc.Arbitrary<Change>[]>(
    fc.record({
      change: fc.constant('terms' as const),
      quantity: fc.integer({ min: 1, max: 9 }).map(String),
      plan: fc.constantFrom('basic', 'pro', 'yearly', 'later'),
      when: fc.constantFrom('now' as const, 'period_end' as const),
    }),
    fc.constant({ change: 'pause' as const }),
    fc.record({ change: fc.constant('pause' as const), until: day }),
    fc.constant({ change: 'resume' as const }),
    fc.record({ change: fc.constant('price' as const), noticeDays: fc.integer({ min: 0, max: 60 }) }),
    fc.constant({ change: 'cancel' as const, when: 'period_end' as const }),
  ),
});
const PLANS = {
  basic: aPlan(),
  pro: aPlan({
    plan: 'pro',
    price: {
      model: 'tiered',
      steps: [
        { from: '0', price: '19.99' },
        { from: '3', price: '14.95' },
      ],
    },
  }),
  yearly: aPlan({
    plan: 'yearly',
    interval: { unit: 'year', count: 1 },
    price: { model: 'flat', price: '365' },
  }),
  later: aPlan({ plan: 'later', billing: 'in_arrears', price: { model: 'unit', price: '7.77' } }),
};
const DEARER = Object.values(PLANS).map((one) => ({
  ...one,
  version: 2,
  price: { model: 'unit' as const, price: '23.45' },
}));

/** Each change on its day, with billing run once or twice on some of the days between. */
const lived = (
  start: string,
  steps: readonly { after: number; change: Change }[],
  each: (books: Books) => void,
) => {
  const books = new Books(subscribed(PLANS.basic, start), [...Object.values(PLANS), ...DEARER]);
  let today = start;
  for (const { after, change } of steps) {
    today = addDays(today, after);
    books.run(today);
    each(books);
    const named = change.change === 'terms' ? change.plan! : undefined;
    const now = books.standing.subscription.terms.findLast(({ from }) => from <= today)!;
    const target =
      change.change === 'price'
        ? DEARER.find((one) => one.plan === now.plan)!
        : PLANS[(named ?? now.plan) as keyof typeof PLANS];
    books.change(change, today, target);
    books.run(today);
    each(books);
  }
  return { books, today };
};

describe('billing', () => {
  test('a run that comes again bills nothing, and what is billed is what is expected', () => {
    fc.assert(
      fc.property(day, fc.array(step, { maxLength: 8 }), (start, steps) => {
        lived(start, steps, (books) => {
          const { subscription, period } = books.standing;
          const again = nextBill(
            { ...books.standing, subscription: { ...subscription, dueOn: '0001-01-01' } },
            books.plans,
            period && period.from > start ? period.from : start,
          );
          expect(again === undefined || (again.charges.length === 0 && again.credits.length === 0)).toBe(
            true,
          );
          for (const one of books.periods.values()) {
            if (one.billing === 'in_arrears' && one.state === 'OPEN') continue;
            // Closed ones were judged by the terms of then: nothing reaches back before today.
            if (one.state === 'OPEN')
              expect(difference(subscription, one, books.plans)).toEqual({ charges: [], credits: [] });
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  test('periods tile whatever is changed; what is charged less what is credited is what the rows say', () => {
    fc.assert(
      fc.property(day, fc.array(step, { maxLength: 8 }), (start, steps) => {
        const { books } = lived(start, steps, () => {});
        const { tiles } = books;
        tiles.forEach((one, at) => {
          if (at > 0) expect(one.from).toBe(tiles[at - 1]!.to);
          expect(one.rows.every(({ from, to }) => from >= one.from && to <= one.to && from < to)).toBe(true);
        });
        expect(books.net).toBe(sum(tiles.flatMap(({ rows }) => rows)));
        // No day of a subscription is billed twice.
        const days = tiles.flatMap(({ rows }) =>
          rows.flatMap(({ from, to }) =>
            Array.from({ length: daysBetween(from, to) }, (_, n) => addDays(from, n)),
          ),
        );
        expect(new Set(days).size).toBe(days.length);
      }),
      { numRuns: 60 },
    );
  });

  test('a change that is taken back before billing leaves nothing to bill; after it, nothing in sum', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 27 }),
        fc.constantFrom('pro', 'yearly', 'later'),
        fc.boolean(),
        (start, after, to, between) => {
          const books = new Books(subscribed(PLANS.basic, start), Object.values(PLANS));
          books.run(start);
          const before = books.net;
          const today = addDays(start, after);
          const there = { change: 'terms', plan: to, quantity: '4', when: 'now' } as const;
          expect(books.change(there, today, PLANS[to]).ok).toBe(true);
          if (between) books.run(today);
          const back = books.change({ ...there, plan: 'basic', quantity: '1' }, today, PLANS.basic);
          expect(back.ok).toBe(true);
          const bills = books.run(today);
          // Another rhythm begins a period anew, on that day: the way back does, too.
          if (to === 'pro') {
            expect(books.net).toBe(before);
            if (!between)
              expect(bills.flatMap(({ charges, credits }) => [...charges, ...credits])).toEqual([]);
          }
        },
      ),
    );
  });

  test('pausing and resuming on the same day is nothing; a pause costs nothing and gives its days back', () => {
    const books = new Books(subscribed(PLANS.basic, '2026-06-01'), [PLANS.basic]);
    books.run('2026-06-01');
    expect(books.net).toBe(1000);
    books.change({ change: 'pause' }, '2026-06-11', PLANS.basic);
    books.change({ change: 'resume' }, '2026-06-11', PLANS.basic);
    expect(books.run('2026-06-11').flatMap(({ credits, charges }) => [...credits, ...charges])).toEqual([]);
    books.change({ change: 'pause' }, '2026-06-11', PLANS.basic);
    expect(books.run('2026-06-11').map(netOf)).toEqual([-667]);
    expect(books.run('2026-07-15').map(netOf)).toEqual([0]);
    books.change({ change: 'resume' }, '2026-07-20', PLANS.basic);
    // 12 of 31 days.
    expect(books.run('2026-07-20').map(netOf)).toEqual([387]);
    expect(books.run('2026-08-01').map(netOf)).toEqual([1000]);
  });

  test('an end gives back what is not had; a trial is not paid; a minimum term holds', () => {
    const books = new Books(
      subscribed(PLANS.basic, '2026-01-31', {
        billedFrom: '2026-02-14',
        dueOn: '2026-02-14',
        minimumUntil: '2026-04-01',
        rhythms: [
          {
            from: '2026-02-14',
            anchor: '2026-01-31',
            interval: { unit: 'month', count: 1 },
            billing: 'in_advance',
          },
        ],
      }),
      [PLANS.basic],
    );
    expect(books.run('2026-02-13')).toEqual([]);
    // From the 14th to the 28th: 14 of 28 days of the period that began on 31 January.
    expect(books.run('2026-02-14').map(netOf)).toEqual([500]);
    expect(books.run('2026-02-28').map(netOf)).toEqual([1000]);
    expect(books.change({ change: 'cancel', when: 'now' }, '2026-03-10', PLANS.basic)).toMatchObject({
      ok: false,
      code: 'subscriptions.minimum_term',
    });
    expect(books.change({ change: 'cancel', when: 'period_end' }, '2026-03-10', PLANS.basic)).toMatchObject({
      value: { from: '2026-04-30' },
    });
    books.run('2026-03-31');
    books.change({ change: 'cancel', when: 'now' }, '2026-04-15', PLANS.basic);
    expect(books.run('2026-04-15').map(netOf)).toEqual([-500]);
    expect(books.standing.subscription.dueOn).toBeUndefined();
    expect(books.run('2027-01-01')).toEqual([]);
  });

  test('in arrears nothing is asked before the period is over, and then for what was had in it', () => {
    const books = new Books(subscribed(PLANS.later, '2026-01-01'), Object.values(PLANS));
    expect(books.run('2026-01-31').map(netOf)).toEqual([0]);
    books.change({ change: 'terms', quantity: '2', when: 'now' }, '2026-01-11', PLANS.later);
    expect(books.run('2026-01-11').map(netOf)).toEqual([0]);
    const [closing] = books.run('2026-02-01');
    // 10 of 31 days of one, 21 of two.
    expect(closing!.charges.map(({ minor }) => minor)).toEqual([251, 1053]);
    expect(closing!.on).toBe('2026-01-31');
  });

  test('a price with notice holds from the first period on that begins after it', () => {
    const books = new Books(subscribed(PLANS.basic, '2026-01-15'), [PLANS.basic, ...DEARER]);
    books.run('2026-01-15');
    const dearer = DEARER.find((one) => one.plan === 'basic')!;
    expect(books.change({ change: 'price', noticeDays: 30 }, '2026-01-20', dearer)).toMatchObject({
      value: { from: '2026-03-15' },
    });
    expect(books.run('2026-04-15').map(netOf)).toEqual([1000, 2345, 2345]);
  });
});

describe('usage', () => {
  const metered = aPlan({
    usage: [
      {
        meter: 'calls',
        name: 'Calls',
        unit: 'C62',
        price: {
          model: 'tiered',
          steps: [
            { from: '0', price: '0' },
            { from: '100', price: '0.01' },
          ],
        },
      },
    ],
  });
  test('is billed with its period, late usage with the next bill, and no record twice or never', () => {
    const books = new Books(subscribed(metered, '2026-01-01'), [metered]);
    books.run('2026-01-01');
    const use = (at: string, quantity: string) => {
      books.standing = {
        ...books.standing,
        usage: counted(books.standing.usage, [{ day: at, meter: 'calls', quantity }]),
      };
    };
    use('2026-01-10', '80');
    use('2026-01-31', '70.5');
    use('2026-02-01', '3');
    const [first] = books.run('2026-02-01');
    expect(first!.used).toMatchObject([{ quantity: '150.5', from: '2026-01-01', to: '2026-02-01' }]);
    const [used] = linesOf({ charges: [], used: first!.used }, 'EUR', books.plans);
    expect(amountOf(used!.line, 'EUR')).toBe(51);
    use('2026-01-31', '500');
    use('2026-02-20', '200');
    const [second] = books.run('2026-03-01');
    expect(second!.used.map(({ quantity, from, to }) => [quantity, from, to])).toEqual([
      ['500', '2026-01-31', '2026-02-01'],
      ['203', '2026-02-01', '2026-03-01'],
    ]);
    expect(books.standing.usage).toEqual({});
  });
  test('every quantity is billed once, whenever it comes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            of: fc.integer({ min: 0, max: 119 }),
            told: fc.integer({ min: 0, max: 40 }),
            quantity: fc.integer({ min: 1, max: 999 }),
          }),
          { maxLength: 30 },
        ),
        (records) => {
          const books = new Books(subscribed(metered, '2026-01-01'), [metered]);
          for (let n = 0; n < 200; n++) {
            const today = addDays('2026-01-01', n);
            books.run(today);
            const told = records.filter(({ of, told: after }) => of + after === n);
            books.standing = {
              ...books.standing,
              usage: counted(
                books.standing.usage,
                told.map(({ of, quantity }) => ({
                  day: addDays('2026-01-01', of),
                  meter: 'calls',
                  quantity: String(quantity),
                })),
              ),
            };
          }
          const billed = books.bills
            .flatMap(({ used }) => used)
            .reduce((total, { quantity }) => total + Number(quantity), 0);
          expect(billed).toBe(records.reduce((total, { quantity }) => total + quantity, 0));
        },
      ),
      { numRuns: 20 },
    );
  });
  test('of a trial, and of a meter that the plan does not price, is free', () => {
    const days = { '2026-01-05': { calls: '200', faxes: '9' }, '2026-01-20': { calls: '200' } };
    const of = subscribed(metered, '2026-01-01', { billedFrom: '2026-01-15' });
    const { lines, left } = usedUntil(days, of, { from: '2026-01-15', to: '2026-02-15' }, () => metered);
    expect(lines.map(({ quantity }) => quantity)).toEqual(['200']);
    expect(left).toEqual({});
  });
});
