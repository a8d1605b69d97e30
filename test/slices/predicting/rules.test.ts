import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '../../../shared/kernel/fields.ts';
import { MOST_OPEN, waitingOf, type Behaviour } from '../../../shared/predicting/behaviour.ts';
import {
  dayQuantile,
  distributionOf,
  ownRates,
  paidBy,
  type Rates,
} from '../../../shared/predicting/days.ts';
import { happeningsOf, type Receivable } from '../../../shared/predicting/history.ts';
import { dot, fitted, sigmoid } from '../../../shared/predicting/logistic.ts';
import { fadedTo, memoryOf, type Memory } from '../../../shared/predicting/memory.ts';
import { qualityOf } from '../../../shared/predicting/quality.ts';
import { effectsOf, foreseen, lived, STATED } from '../../../shared/predicting/rules.ts';
import { trained } from '../../../shared/predicting/training.ts';

const receivable = (id: string, issued: number, settled?: number, over: Partial<Receivable> = {}) => ({
  id,
  customer: 'cus_a',
  segment: 'DE',
  issued,
  due: issued + 30,
  minor: 10_000,
  currency: 'EUR',
  ...(settled !== undefined && { settled }),
  ...over,
});

/** Some customers of two countries over two hundred days, each with its own way of paying. */
const drawn = fc
  .array(
    fc.record({
      customer: fc.integer({ min: 0, max: 5 }),
      issued: fc.integer({ min: 0, max: 200 }),
      terms: fc.constantFrom(0, 14, 30),
      days: fc.integer({ min: 0, max: 70 }),
      ended: fc.boolean(),
      minor: fc.integer({ min: 1, max: 1_000_000 }),
    }),
    { minLength: 1, maxLength: 80 },
  )
  .map((all) =>
    all.map(({ customer, issued, terms, days, ended, minor }, at): Receivable => ({
      id: `inv_${String(at).padStart(3, '0')}`,
      customer: `cus_${customer}`,
      segment: customer % 2 === 0 ? 'DE' : 'FR',
      issued,
      due: issued + terms,
      minor,
      currency: 'EUR',
      ...(ended && { settled: issued + days }),
    })),
  );
/** All that is remembered, learned and said on the morning of a day of what is open then. */
const toldOn = (all: readonly Receivable[], day: number): string => {
  const memory = memoryOf([]);
  lived(memory, all, { until: day - 1 }, STATED);
  const model = trained(memory, day);
  return JSON.stringify([
    model,
    all
      .filter(({ issued, settled = Infinity }) => issued < day && settled >= day)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map((one) => foreseen(model, memory, memory.customers.get(one.customer), one, day)),
  ]);
};
const sortedCustomers = ({ customers }: Memory): Behaviour[] =>
  [...customers.values()].toSorted((a, b) => (a.customerId < b.customerId ? -1 : 1));

describe('nothing looks ahead', () => {
  test('whatever happens from its day on, in whatever order it is told, a prediction stays the same to the byte', () => {
    fc.assert(
      fc.property(
        drawn,
        fc.integer({ min: 1, max: 230 }),
        fc.infiniteStream(fc.nat(1_000)),
        (all, day, chance) => {
          const next = (): number => chance.next().value;
          const altered = all
            .map((one): Receivable => {
              if (one.issued >= day) return { ...one, minor: 1 + next(), settled: one.issued + next() };
              if (one.settled !== undefined && one.settled < day) return one;
              const { settled: _, ...open } = one;
              return next() % 3 === 0 ? open : { ...open, settled: day + next() };
            })
            .map((one) => ({ one, at: next() }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ one }) => one);
          expect(toldOn(altered, day)).toBe(toldOn(all, day));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('others of its own day say nothing of an invoice', () => {
    fc.assert(
      fc.property(drawn, fc.nat(), fc.integer({ min: 2, max: 5 }), (all, at, twins) => {
        const { settled: _, ...one } = all[at % all.length]!;
        const others = all.filter(({ id, issued }) => id !== one.id && issued < one.issued);
        const same = Array.from({ length: twins }, (_unused, nth) => ({
          ...one,
          // Some are taken in before it, and some after it.
          id: nth % 2 === 0 ? `inv_${nth}` : `inv_9${nth}`,
          due: one.issued,
          minor: one.minor + 1 + nth,
        }));
        const saidOfIt = (with_: readonly Receivable[]) => {
          const memory = memoryOf([]);
          lived(memory, [...others, one, ...with_], { until: one.issued }, STATED);
          return memory.customers.get(one.customer)!.open[one.id]!.said;
        };
        expect(saidOfIt(same)).toEqual(saidOfIt([]));
      }),
      { numRuns: 60 },
    );
  });

  test('the evening before is known', () => {
    const all = Array.from({ length: 40 }, (_, at) => receivable(`inv_${at}`, at, at + 50));
    const open = receivable('inv_x', 100);
    expect(toldOn([...all, open], 80)).not.toBe(toldOn([...all.slice(0, -20), open], 80));
  });
});

describe('memory', () => {
  const told = (all: readonly Receivable[], cuts: readonly number[], kept: (m: Memory) => Memory): string => {
    let memory = memoryOf([]);
    let after: number | undefined;
    for (const until of [...cuts, 300].toSorted((a, b) => a - b)) {
      const from = after ?? -1;
      // As the books are looked at: what ended before the last night is told no more.
      const told = all.filter(({ settled = Infinity }) => settled > from);
      lived(memory, told, { ...(after !== undefined && { after }), until }, STATED);
      memory = kept(memory);
      after = until;
    }
    return canonical([sortedCustomers(memory), memory.all, trained(memory, 301)]);
  };

  test('night by night, kept and read again in another order, it is what all of it at once is', () => {
    fc.assert(
      fc.property(drawn, fc.array(fc.integer({ min: 0, max: 299 }), { maxLength: 6 }), (all, cuts) => {
        const reread = (memory: Memory): Memory =>
          memoryOf(
            sortedCustomers(memory)
              .toReversed()
              .map((own) => ({
                ...(JSON.parse(JSON.stringify(own)) as Behaviour),
                open: Object.fromEntries(Object.entries(own.open).toReversed()),
              })),
          );
        // Of a day that was taken in nothing is told again.
        const fresh = [...new Set(cuts)];
        expect(told(all, fresh, reread)).toBe(told(all, [], (memory) => memory));
      }),
      { numRuns: 60 },
    );
  });

  test('counts an invoice once: late as the day after its due day begins, and right where it had been paid before', () => {
    const memory = memoryOf([]);
    const open = receivable('inv_1', 0);
    lived(memory, [open], { until: 31 }, STATED);
    expect(memory.all).toEqual({ known: 1, late: 1, count: 0, sum: 0 });
    // Heard of ten days later: it was paid on its due day.
    lived(memory, [{ ...open, settled: 30 }], { after: 40, until: 41 }, STATED);
    expect(memory.all).toEqual({ known: 1, late: 0, count: 1, sum: 0 });
    expect(memory.customers.get('cus_a')).toMatchObject({
      rate: { known: 1, late: 0 },
      open: {},
      outcomes: [{ days: 0 }],
    });
    lived(memory, [receivable('inv_2', 41, 100)], { after: 41, until: 200 }, STATED);
    expect(memory.all).toEqual({ known: 2, late: 1, count: 2, sum: 29 });
    expect(memory.segments.get('DE')).toEqual({ known: 2, late: 1 });
  });

  test('of more open invoices than a thousand the others are not remembered, and the item fits', () => {
    const many = Array.from({ length: 1_200 }, (_, at) =>
      receivable(`inv_${String(at).padStart(26, '0')}`, Math.floor(at / 100), undefined, {
        minor: 10_000 + 997 * at,
      }),
    );
    const memory = memoryOf([]);
    lived(memory, many, { until: 60 }, STATED);
    const own = memory.customers.get('cus_a')!;
    expect(Object.keys(own.open)).toHaveLength(MOST_OPEN);
    expect(memory.all).toMatchObject({ known: MOST_OPEN, late: MOST_OPEN });
    expect(JSON.stringify(own).length).toBeLessThan(350_000);
    // Of the others nothing is learned when they are paid.
    const paid = many.slice(-100).map((one) => ({ ...one, settled: 61 }));
    lived(memory, paid, { after: 60, until: 61 }, STATED);
    expect(memory.all).toMatchObject({ known: MOST_OPEN, count: 0 });
  });

  test('what is heard of later has faded since its day, and does not teach who has learned', () => {
    const history = Array.from({ length: 40 }, (_, at) => receivable(`inv_${at}`, at * 3, at * 3 + 40));
    const [timely, later] = [memoryOf([]), memoryOf([])];
    lived(timely, history, { until: 300 }, STATED);
    const model = trained(timely, 301);
    // As after a merge: all of it in the night of the three hundredth day.
    lived(later, history, { after: 299, until: 300 }, model);
    const [a, b] = [timely, later].map((memory) => fadedTo(memory.customers.get('cus_a')!.recent, 300));
    expect(b!.weight).toBeCloseTo(a!.weight, 9);
    expect(b!.late).toBeCloseTo(a!.late, 9);
    expect([trained(timely, 301).known, trained(later, 301).known]).toEqual([40, 0]);
    // Who has learned nothing yet hears of all of it at once, as in a first night.
    const imported = memoryOf([]);
    lived(imported, history, { after: 299, until: 300 }, STATED);
    expect(trained(imported, 301).known).toBe(40);
  });

  test('what is told in one day is taken in as it happened', () => {
    const imported = receivable('inv_1', 5, 60);
    expect(happeningsOf([imported], { after: 70, until: 71 }).map(({ day, what }) => [day, what])).toEqual([
      [71, 'issued'],
      [71, 'late'],
      [71, 'settled'],
    ]);
    expect(happeningsOf([imported], { until: 36 }).map(({ day, what }) => [day, what])).toEqual([
      [5, 'issued'],
      [36, 'late'],
    ]);
  });
});

describe('what is learned', () => {
  test('logistic regression finds the weights that made the answers', () => {
    const truth = [-0.5, 1.2, -0.8];
    // Every answer with the weight of its probability: nothing is left to chance.
    const examples = Array.from({ length: 400 }, (_, at) => {
      const row = [1, ((at * 37) % 100) / 25 - 2, ((at * 61) % 100) / 25 - 2];
      const p = sigmoid(dot(row, truth));
      return [
        { row, is: true, weight: p },
        { row, is: false, weight: 1 - p },
      ];
    }).flat();
    for (const [at, weight] of fitted(examples, 3, 0).entries()) expect(weight).toBeCloseTo(truth[at]!, 5);
    // The ridge draws them towards nothing, and keeps them finite where all answers are the same.
    expect(fitted(examples, 3, 1e9).every((weight) => Math.abs(weight) < 1e-4)).toBe(true);
    const same = examples.map((one) => ({ ...one, is: true }));
    expect(sigmoid(dot([1, 0, 0], fitted(same, 3, 20)))).toBeLessThan(0.99);
  });

  /** One pays ten days late, one ten days early, fifteen invoices each. */
  const two = Array.from({ length: 40 }, (_, at) => [
    receivable(`inv_a${at}`, at * 5, at * 5 + 40),
    receivable(`inv_b${at}`, at * 5, at * 5 + 20, { customer: 'cus_b' }),
  ]).flat();
  const memory = memoryOf([]);
  lived(memory, two, { until: 300 }, STATED);
  const model = trained(memory, 301);
  const of = (customer: string, day = 301) =>
    foreseen(
      model,
      memory,
      memory.customers.get(customer),
      receivable('inv_n', 301, undefined, { customer }),
      day,
    );

  test('who paid late is late again, and on the day it used to', () => {
    expect(of('cus_a').late).toBeGreaterThan(0.9);
    expect(of('cus_b').late).toBeLessThan(0.1);
    expect(dayQuantile(of('cus_a').distribution, 0.5) - 331).toBe(10);
    expect(dayQuantile(of('cus_b').distribution, 0.5) - 331).toBe(-10);
    expect(paidBy(of('cus_b').distribution, 321)).toBeGreaterThan(
      paidBy(of('cus_b').distribution, 320) + 0.5,
    );
  });

  test('factors say by how much: the greatest pushes the one up and the other down', () => {
    const [a, b] = ['cus_a', 'cus_b'].map((customer) => effectsOf(of(customer).measured, model));
    expect(Math.max(...a!)).toBeGreaterThan(5);
    expect(Math.min(...b!)).toBeLessThan(-5);
  });

  test('who has not paid by the day it always did gets to be late, and overdue is late', () => {
    const days = [301, 315, 325, 331, 332].map((day) => of('cus_b', day).distribution.late);
    expect(days.toSorted((x, y) => x - y)).toEqual(days);
    expect(days.at(-1)).toBe(1);
    expect(days.at(-2)).toBeLessThan(1);
  });

  test('an invoice is not among the others that are open', () => {
    const own = memoryOf([]);
    const [one, two_] = [receivable('inv_1', 0), receivable('inv_2', 0)];
    lived(own, [one, two_], { until: 40 }, STATED);
    const figures = foreseen(STATED, own, own.customers.get('cus_a'), one, 41).measured;
    const figure = (name: string) => figures.find((each) => each.name === name)?.figure;
    expect([figure('open_invoices'), figure('has_overdue'), figure('oldest_overdue')]).toEqual([1, 1, 11]);
    const alone = memoryOf([]);
    lived(alone, [one], { until: 40 }, STATED);
    expect(
      foreseen(STATED, alone, alone.customers.get('cus_a'), one, 41).measured.filter(({ name }) =>
        ['open_invoices', 'has_overdue', 'oldest_overdue'].includes(name),
      ),
    ).toMatchObject([{ figure: 0 }, { figure: 0 }, { figure: 0 }]);
  });

  test('who has not paid for long makes days later, and not only who paid in the end', () => {
    const tenDaysLate = (open: number): number => {
      const some = Array.from({ length: 5 + open }, (_, at) =>
        receivable(`inv_${at}`, 0, at < open ? undefined : 40),
      );
      const own = memoryOf([]);
      lived(own, some, { until: 90 }, STATED);
      return ownRates(own.customers.get('cus_a'), 91, STATED.rates).late[9]!;
    };
    // Of five that were open on the tenth day all were paid on it, of ten half.
    expect(tenDaysLate(0)).toBeGreaterThan(0.6);
    expect(tenDaysLate(5)).toBeLessThan(0.45);
  });

  test('what is open is looked at in the same order, whoever keeps it', () => {
    const own = memoryOf([]);
    lived(own, [receivable('inv_2', 0), receivable('inv_1', 1)], { until: 40 }, STATED);
    const { open } = own.customers.get('cus_a')!;
    expect(waitingOf({ open }).map(({ issued }) => issued)).toEqual([1, 0]);
  });

  test('fewer than thirty invoices teach nothing, and what is stated is said', () => {
    const few = memoryOf([]);
    lived(few, two.slice(0, 29), { until: 300 }, STATED);
    expect(trained(few, 301).weights).toBeUndefined();
    lived(few, two.slice(29, 30), { after: 300, until: 400 }, STATED);
    expect(trained(few, 401).weights).toBeDefined();
    expect(foreseen(STATED, memoryOf([]), undefined, receivable('inv_n', 0), 0).late).toBe(0.5);
  });
});

describe('days', () => {
  /** A tenth of those that are open is paid on each day before the due day, a fifth on each after it. */
  const rates: Rates = {
    early: Array.from({ length: 61 }, () => 0.1),
    late: Array.from({ length: 180 }, () => 0.2),
  };

  test('add up: in time until the due day, late after it', () => {
    const distribution = distributionOf({ issued: 0, due: 2, late: 0.4 }, 0, rates);
    // Three days: 0.6 × 0.1, 0.6 × 0.9 × 0.1, and on the due day all that are in time.
    expect(paidBy(distribution, -1)).toBe(0);
    expect(paidBy(distribution, 0)).toBeCloseTo(0.06);
    expect(paidBy(distribution, 1)).toBeCloseTo(0.114);
    expect(paidBy(distribution, 2)).toBeCloseTo(0.6);
    expect(paidBy(distribution, 3)).toBeCloseTo(0.68);
    expect([0.1, 0.5, 0.65, 0.9].map((share) => dayQuantile(distribution, share))).toEqual([1, 2, 3, 9]);
  });

  test('know that an invoice is open on their day', () => {
    const on = (day: number) => distributionOf({ issued: 0, due: 2, late: 0.4 }, day, rates);
    // 0.4 ÷ (0.4 + 0.6 × 0.9 × 0.9)
    expect(on(2).late).toBeCloseTo(0.4 / 0.886);
    expect(on(3)).toMatchObject({ late: 1, from: 3 });
    expect(paidBy(on(3), 3)).toBeCloseTo(0.2);
    // Long after anything that is told apart, nobody pays in the past.
    expect(dayQuantile(on(900), 0.1)).toBe(900);
    expect(dayQuantile(on(900), 0.5)).toBe(903);
  });

  test('never go back, whatever the share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 0, max: 400 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (terms, day, late) => {
          const distribution = distributionOf({ issued: 0, due: terms, late }, day, rates);
          const days = [0.1, 0.5, 0.9].map((share) => dayQuantile(distribution, share));
          expect(days.toSorted((a, b) => a - b)).toEqual(days);
          expect(days[0]).toBeGreaterThanOrEqual(day);
          expect(distribution.cumulative.at(-1)).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
    );
  });
});

test('quality is what a person would count', () => {
  const said = (probability: number, p50 = 0) => ({
    probability,
    plain: 0.5,
    p10: p50 - 2,
    p50,
    p90: p50 + 2,
  });
  const quality = qualityOf([
    { said: said(0.9, 10), late: true, days: 13 },
    { said: said(0.4, -5), late: true, days: undefined },
    { said: said(0.4, -5), late: false, days: -6 },
    { said: said(0.1, -5), late: false, days: -4 },
  ]);
  expect(quality).toEqual({
    judged: 4,
    lateShare: 0.5,
    // (0.01 + 0.36 + 0.16 + 0.01) ÷ 4
    brier: 0.135,
    plainBrier: 0.25,
    // Of four pairs three are in order, and one is even.
    auc: 0.875,
    paid: 3,
    daysOff: 1.6667,
    lateDaysOff: 1,
    bias: -1,
    inside: 0.6667,
    bins: [
      { from: 0.1, judged: 1, said: 0.1, late: 0 },
      { from: 0.4, judged: 2, said: 0.4, late: 0.5 },
      { from: 0.9, judged: 1, said: 0.9, late: 1 },
    ],
  });
  expect(qualityOf([{ said: said(0.2), late: false, days: 0 }]).auc).toBeUndefined();
});
