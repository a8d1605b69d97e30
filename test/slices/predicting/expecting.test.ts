/** What is told of an invoice, and what a night takes in. */
import { describe, expect, test } from 'vitest';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { dateOf, dayOf, dueOf, expectedOf, lateOf, openAfter } from '../../../shared/predicting/expecting.ts';
import { awaited } from '../../../shared/predicting/awaiting.ts';
import { MOST_OPEN } from '../../../shared/predicting/behaviour.ts';
import { paidBy } from '../../../shared/predicting/days.ts';
import { newBehaviour } from '../../../shared/predicting/memory.ts';
import type { Company } from '../../../shared/predicting/model.ts';
import { begunWith, newsOf, nightOf, type News } from '../../../shared/predicting/night.ts';
import { customerId as customer, anInvoice } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const today = '2026-03-10';
const known = { company: undefined, own: undefined, customer, segment: 'DE', today };
const invoice = (over: Partial<Invoice> = {}, serial = 1): Invoice =>
  anInvoice(serial, 10_000, { issuedOn: '2026-03-01', dueOn: '2026-03-15', ...over });
const promise = (minor: number) => ({ id: 'x', minor, payOn: '2026-03-20', until: '2026-03-22', before: [] });
const dispute = (minor: number) => [{ id: 'x', state: 'OPEN' as const, minor, on: '2026-03-05' }];
const on = (day: string) => ({ p10: day, p50: day, p90: day });
const settled = (paidOn: string, method = 'bank_transfer'): Partial<Invoice> => ({
  open: eur(0),
  state: 'PAID',
  settlements: [{ paymentId: 'pay_1', amount: eur(10_000), paidOn, method, reason: '' }],
});

test.each<[string, Partial<Invoice>, object]>([
  ['nothing learned: what is stated', {}, { basis: 'stated', amount: eur(10_000) }],
  ['paid', settled('2026-03-09'), { basis: 'paid', amount: eur(0), factors: [] }],
  ['all of it disputed: nobody knows', { disputes: dispute(10_000) }, { basis: 'disputed', amount: eur(0) }],
  ['some of it: the rest', { disputes: dispute(4_000) }, { basis: 'stated', amount: eur(6_000) }],
  ['promised', { promise: promise(10_000) }, { basis: 'promise', late: 1, paidBy: on('2026-03-20') }],
  [
    'promised what is not disputed',
    { promise: promise(6_000), disputes: dispute(4_000) },
    { basis: 'promise' },
  ],
  ['some of it promised', { promise: promise(5_000) }, { basis: 'stated' }],
  [
    'charged by itself, in time',
    { collecting: { on: '2026-03-12' }, promise: promise(10_000) },
    { basis: 'charge', late: 0, paidBy: on('2026-03-12') },
  ],
  [
    'charged part by part: the last of it when that is due',
    {
      dueOn: '2026-03-15',
      instalments: ['2026-03-15', '2026-04-15'].map((dueOn) => ({ dueOn, minor: 5_000 })),
      collecting: { on: '2026-03-12' },
    },
    { basis: 'charge', late: 0, paidBy: on('2026-04-15') },
  ],
  ['a charge that was over', { collecting: { on: '2026-03-09' } }, { basis: 'stated' }],
  ['overdue', { dueOn: '2026-03-09' }, { basis: 'stated', late: 1 }],
  [
    'a plan, by its last instalment, late by the day before it',
    {
      dueOn: '2026-04-01',
      instalments: [
        { dueOn: '2026-04-01', minor: 5_000 },
        { dueOn: '2026-05-01', minor: 5_000 },
      ],
      plan: {
        id: `ppl_${'0'.repeat(26)}`,
        instalments: [],
        relievedMinor: 0,
        own: { dueOn: '2026-03-15', reminded: 0 },
      },
    },
    { basis: 'plan', late: 1, dueOn: '2026-03-15', paidBy: on('2026-05-01') },
  ],
])('%s', (_, over, told) => {
  expect(expectedOf(invoice(over), known)).toMatchObject({ on: today, ...told });
});

test('due in parts is due by the last; a plan does not change what was agreed', () => {
  const parts = [
    { dueOn: '2026-04-01', minor: 5_000 },
    { dueOn: '2026-05-01', minor: 5_000 },
  ];
  expect(dueOf(invoice({ dueOn: '2026-04-01', instalments: parts }))).toBe('2026-05-01');
  expect(dateOf(dayOf('2024-02-29'))).toBe('2024-02-29');
});

/** Half of its invoices are late; a tenth of those that are open is paid on each day. */
const company: Company = {
  version: 1,
  through: dayOf(today) - 1,
  all: { known: 30, late: 15, count: 0, sum: 0 },
  segments: {},
  model: {
    known: 30,
    weights: Array.from({ length: 12 }, () => 0),
    means: Array.from({ length: 11 }, () => 0),
    spreads: Array.from({ length: 11 }, () => 1),
    calibration: { shift: 0, slope: 1 },
    rates: {
      early: Array.from({ length: 61 }, () => 0.1),
      late: Array.from({ length: 180 }, () => 0.1),
    },
  },
};
const taught = { ...known, company };
const thirds = (dues: readonly string[]) => ({
  dueOn: dues[0]!,
  instalments: dues.map((dueOn, at) => ({ dueOn, minor: at === 0 ? 4_000 : 3_000 })),
});

test('as long as nothing was learned nothing is driven, not by an agreed day either', () => {
  const promised = invoice({ promise: promise(10_000), dueOn: '2026-03-10' });
  for (const one of [invoice(), promised, invoice({ collecting: { on: today } })])
    expect([openAfter(one, known, '2026-03-24'), lateOf(one, known)]).toEqual([undefined, undefined]);
  expect([openAfter(promised, taught, '2026-03-19'), openAfter(promised, taught, '2026-03-20')]).toEqual([
    { minor: 10_000, share: 1 },
    { minor: 10_000, share: 0 },
  ]);
});

test('of what is due in parts only those count that are due by the day, each by its own', () => {
  const parts = invoice(thirds(['2026-03-09', '2026-03-20', '2026-06-20']));
  const alone = (dueOn: string) => openAfter(invoice({ dueOn }), taught, '2026-03-24')!.share;
  const after = openAfter(parts, taught, '2026-03-24')!;
  expect(after.minor).toBe(7_000);
  expect(after.share).toBeCloseTo((4_000 * alone('2026-03-09') + 3_000 * alone('2026-03-20')) / 7_000, 9);
  // Clarification takes the oldest, as it does from what is asked for.
  const unclear = openAfter({ ...parts, disputes: dispute(5_000) }, taught, '2026-03-24')!;
  expect(unclear).toEqual({ minor: 2_000, share: alone('2026-03-20') });
  // Promised is the first part alone.
  expect(openAfter({ ...parts, promise: promise(4_000) }, taught, '2026-03-24')).toEqual(after);
  expect(openAfter({ ...parts, promise: promise(7_000) }, taught, '2026-03-24')?.share).toBe(0);
  expect(openAfter(invoice(thirds(['2026-05-01', '2026-06-01'])), taught, '2026-03-24')).toBeUndefined();
  // What a plan says of its parts is believed of each.
  const own = { dueOn: '2026-02-01', reminded: 0 };
  const plan = { id: `ppl_${'0'.repeat(26)}` as const, instalments: [], relievedMinor: 0, own };
  const planned = invoice({ ...thirds(['2026-03-12', '2026-03-20', '2026-06-20']), plan });
  expect(openAfter(planned, taught, '2026-03-15')).toEqual({ minor: 4_000, share: 0 });
});

test('a note before a part is decided by its own day', () => {
  const parts = invoice(thirds(['2026-03-12', '2026-09-20']));
  expect(lateOf(parts, taught)).toBe(lateOf(invoice({ dueOn: '2026-03-12' }), taught));
  expect(lateOf(parts, taught)).not.toBe(lateOf(invoice({ dueOn: '2026-09-20' }), taught));
});

test('what is wholly in clarification is not foreseen', () => {
  const disputed = invoice({ disputes: dispute(10_000) });
  expect(openAfter(disputed, taught, '2026-03-24')).toBeUndefined();
  expect(awaited(disputed, known)).toEqual([]);
});

describe('what is awaited of an invoice, in parts', () => {
  const parts = [
    { dueOn: '2026-03-05', minor: 4_000 },
    { dueOn: '2026-04-05', minor: 6_000 },
  ];
  const inParts = { dueOn: '2026-03-05', instalments: parts };
  const plan = {
    id: `ppl_${'0'.repeat(26)}` as const,
    instalments: parts,
    relievedMinor: 0,
    own: { dueOn: '2026-02-15', reminded: 0 },
  };
  test.each<[string, Partial<Invoice>, [minor: number, dueOn: string, basis: string, from: string][]]>([
    ['by what is stated', {}, [[10_000, '2026-03-15', 'stated', today]]],
    [
      'each by its own day',
      inParts,
      [
        [4_000, '2026-03-05', 'stated', today],
        [6_000, '2026-04-05', 'stated', today],
      ],
    ],
    [
      'of a plan the part that was missed by what is usual, the other as it was agreed',
      { ...inParts, plan },
      [
        [4_000, '2026-03-05', 'stated', today],
        [6_000, '2026-04-05', 'plan', '2026-04-05'],
      ],
    ],
    [
      'what is disputed is taken off the oldest, what is promised off what is left of it',
      { ...inParts, disputes: dispute(1_000), promise: promise(5_000) },
      [
        [3_000, '2026-03-05', 'promise', '2026-03-20'],
        [2_000, '2026-04-05', 'promise', '2026-03-20'],
        [4_000, '2026-04-05', 'stated', today],
      ],
    ],
    [
      'a charge is of all of it, whatever was promised',
      { collecting: { on: '2026-03-12' }, promise: promise(5_000) },
      [[10_000, '2026-03-15', 'charge', '2026-03-12']],
    ],
    [
      'a charge with three instalments: of the next one alone, and of others when they are due',
      { ...thirds(['2026-03-15', '2026-04-15', '2026-05-15']), collecting: { on: '2026-03-12' } },
      [
        [4_000, '2026-03-15', 'charge', '2026-03-12'],
        [3_000, '2026-04-15', 'charge', '2026-04-15'],
        [3_000, '2026-05-15', 'charge', '2026-05-15'],
      ],
    ],
    [
      'and of all that is due by then',
      { ...thirds(['2026-03-05', '2026-03-11', '2026-04-05']), collecting: { on: '2026-03-12' } },
      [
        [4_000, '2026-03-05', 'charge', '2026-03-12'],
        [3_000, '2026-03-11', 'charge', '2026-03-12'],
        [3_000, '2026-04-05', 'charge', '2026-04-05'],
      ],
    ],
    ['nothing of what is paid', settled('2026-03-09'), []],
  ])('%s', (_, over, wanted) => {
    expect(
      awaited(invoice(over), known).map(({ minor, dueOn, basis, distribution }) => [
        minor,
        dueOn,
        basis,
        dateOf(distribution.from),
      ]),
    ).toEqual(wanted);
  });
  test('nine of ten keep the day that was agreed on, and the rest comes late', () => {
    const [kept] = awaited(invoice({ promise: promise(10_000) }), known);
    const by = (day: string) => paidBy(kept!.distribution, dayOf(day));
    expect([by('2026-03-19'), by('2026-03-20')]).toEqual([0, 0.9]);
    expect(by('2026-03-21')).toBeCloseTo(0.9 + 0.1 / 15);
    expect(by('2026-12-31')).toBeGreaterThan(0.999);
  });
});

describe('news', () => {
  const until = dayOf(today) - 1;
  const about = { customer, segment: 'DE', until };
  const waiting = (one: Invoice, late = false) => ({
    [one.id]: { issued: dayOf(one.issuedOn), due: dayOf(one.dueOn), late, said: undefined as never },
  });
  const own = (over: object = {}) => ({ ...newBehaviour(customer, 'DE'), through: until - 1, ...over });

  test.each<[string, Parameters<typeof newsOf>[0], Invoice[], Invoice[], unknown]>([
    ['a new invoice', own(), [invoice()], [], [{ issued: dayOf('2026-03-01'), due: dayOf('2026-03-15') }]],
    ['one that is known', own({ open: waiting(invoice()) }), [invoice()], [], []],
    [
      'one that is late since yesterday',
      own({ open: waiting(invoice({ dueOn: '2026-03-08' })) }),
      [invoice({ dueOn: '2026-03-08' })],
      [],
      [{ due: until - 1 }],
    ],
    [
      'one whose due day was yesterday',
      own({ open: waiting(invoice({ dueOn: '2026-03-09' })) }),
      [invoice({ dueOn: '2026-03-09' })],
      [],
      [],
    ],
    [
      'paid',
      own({ open: waiting(invoice()) }),
      [],
      [invoice(settled('2026-03-05'))],
      [{ settled: dayOf('2026-03-05') }],
    ],
    ['paid, and known to be', own(), [], [invoice(settled('2026-03-05'))], []],
    [
      'issued and paid since the last night',
      own(),
      [],
      [invoice({ issuedOn: today, ...settled(today) })],
      [{ issued: until + 1, settled: until + 1 }],
    ],
    ['paid with money from before', own(), [], [invoice({ issuedOn: today, ...settled('2026-01-01') })], []],
  ])('%s', (_, before, open, ended, receivables) => {
    expect(newsOf(before, { open, ended }, about)).toMatchObject({ receivables, gone: [] });
  });

  test('a customer of whom a thousand open invoices are remembered is told no other', () => {
    const open = Object.fromEntries(
      Array.from({ length: MOST_OPEN }, (_, at) => [`inv_${at}`, waiting(invoice())[invoice().id]!]),
    );
    expect(newsOf(own({ open }), { open: [invoice()], ended: [] }, about).receivables).toEqual([]);
  });

  test('paid but for a small rest that was given up is paid, with more than a twentieth it is not', () => {
    const rest = (minor: number): Invoice => {
      const { settlements, ...paid } = settled('2026-03-05');
      const money = { ...settlements![0]!, amount: eur(10_000 - minor) };
      const givenUp = { ...money, amount: eur(minor), method: 'write_off', paidOn: '2026-03-08' };
      return invoice({ ...paid, state: 'WRITTEN_OFF', settlements: [money, givenUp] });
    };
    const told = (minor: number) =>
      newsOf(own({ open: waiting(invoice()) }), { open: [], ended: [rest(minor)] }, about);
    expect(told(500)).toMatchObject({ receivables: [{ settled: dayOf('2026-03-05') }], gone: [] });
    expect(told(501)).toMatchObject({ receivables: [], gone: [invoice().id] });
  });

  test('what was credited is gone without a word', () => {
    const credited = invoice(settled('2026-03-05', 'credit_note'));
    expect(newsOf(own({ open: waiting(invoice()) }), { open: [], ended: [credited] }, about)).toEqual({
      receivables: [],
      gone: [credited.id],
    });
    expect(newsOf(own(), { open: [], ended: [credited] }, about)).toEqual({ receivables: [], gone: [] });
  });
});

describe('a night', () => {
  const night = (
    before: Company | undefined,
    behaviours: Parameters<typeof nightOf>[1],
    day: number,
    all: Invoice[],
  ) => {
    const own = behaviours.find(({ customerId }) => customerId === customer) ?? newBehaviour(customer, 'DE');
    const books = { open: all.filter(isOpen), ended: all.filter((one) => !isOpen(one)) };
    const news = newsOf(own, books, { customer, segment: 'DE', until: day });
    return nightOf(before, [own], new Map([[customer, news]]), day);
  };
  const isOpen = ({ open }: Invoice): boolean => open.minor > 0;
  const first = dayOf('2026-03-01');
  /** One on each of sixty days, due after fifteen and paid after thirty. */
  const base = invoice();
  const books = (evening: number): Invoice[] =>
    Array.from({ length: 60 }, (_, at) => {
      const issued = first + at;
      const id = `inv_${String(at).padStart(26, '0')}` as const;
      const dates = { id, issuedOn: dateOf(issued), dueOn: dateOf(issued + 15) };
      const paid = issued + 30 <= evening && settled(dateOf(issued + 30));
      return issued > evening ? [] : [{ ...base, ...dates, ...paid }];
    }).flat();

  test('a first night that was cut short finds the same again', () => {
    const other = 'cus_00000000000000000000000009' as typeof customer;
    const evening = first + 50;
    const begin = (id: typeof customer, kept?: Parameters<typeof begunWith>[0], before?: Company) =>
      begunWith(kept, { customer: id, segment: 'DE', ids: 1 }, before);
    const run = (begun: ReturnType<typeof begin>[]) => {
      const news = new Map<string, News>(
        begun.map((own) => {
          const all = books(evening).map((one) => ({
            ...one,
            id: one.id.replace('inv_00', own.customerId === other ? 'inv_09' : 'inv_00') as Invoice['id'],
          }));
          const [open, ended] = [all.filter(isOpen), all.filter((one) => !isOpen(one))];
          const about = { customer: own.customerId, segment: 'DE', until: evening };
          return [own.customerId, newsOf(own, { open, ended }, about)];
        }),
      );
      return nightOf(undefined, begun, news, evening);
    };
    const whole = run([begin(customer), begin(other)]);
    const written = whole.behaviours.find(({ customerId }) => customerId === customer)!;
    const again = run([begin(customer, structuredClone(written)), begin(other)]);
    expect(again.company).toEqual(whole.company);
    expect(again.behaviours.map((own) => ({ ...own, version: 1 }))).toEqual(whole.behaviours);
    expect(again.behaviours.map(({ version }) => version)).toEqual([1, 2]);
    // Once a night has ended, what stands is what is gone on from.
    expect(begin(customer, written, whole.company)).toEqual(written);
  });

  test('judges nothing before its due day is over, and nothing that was heard of later than it was issued', () => {
    const learned = night(
      undefined,
      [],
      first,
      Array.from({ length: 30 }, (_, at) =>
        invoice({ issuedOn: '2026-01-01', dueOn: '2026-01-15', ...settled('2026-01-10') }, at),
      ),
    );
    expect(learned.company.model.weights).toBeDefined();
    const heard = (day: number): string[] => {
      const one = invoice({ issuedOn: dateOf(day), dueOn: dateOf(first + 5) }, 99);
      const begun = night(learned.company, learned.behaviours, first + 1, [one]);
      const paid = night(begun.company, begun.behaviours, first + 3, [
        { ...one, ...settled(dateOf(first + 3)) },
      ]);
      const later = night(paid.company, paid.behaviours, first + 5, []);
      return [...paid.quality.keys(), '|', ...later.quality.keys()];
    };
    expect(heard(first + 1)).toEqual(['|', '2026-03']);
    expect(heard(first)).toEqual(['|']);
  });

  test('after another learns, says of each new invoice, and judges what was said in time', () => {
    let last = night(undefined, [], first, books(first));
    let kept = last.behaviours;
    expect(last.behaviours).toMatchObject([{ version: 1, through: first }]);
    for (let day = first + 1; day < first + 100; day++) {
      last = night(last.company, kept, day, books(day));
      kept = last.behaviours.length > 0 ? last.behaviours : kept;
      // The same evening once more, as after a crash before the company was kept: nothing happens to anybody.
      expect(night(last.company, kept, day, books(day)).behaviours).toEqual([]);
    }
    const { company, quality } = last;
    expect(company).toMatchObject({ version: 100, all: { known: 60, late: 60, count: 60, sum: 900 } });
    // Learned of thirty by the evening of the forty-sixth: those of the next fourteen are judged, by their due days.
    const judged = [...quality.values()].reduce((sum, one) => sum + one.judged, 0);
    expect(judged).toBe(14);
    expect([...quality.keys()]).toEqual(['2026-05']);
    expect(quality.get('2026-05')).toMatchObject({ lateShare: 1, inside: 1 });
    expect(quality.get('2026-05')!.brier).toBeLessThan(0.05);
    expect(Object.keys(kept[0]!.open)).toEqual([]);
    expect(kept[0]!.outcomes).toHaveLength(40);
  });
});
