/** What is told of an invoice, and what a night takes in. */
import { describe, expect, test } from 'vitest';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { dateOf, dayOf, dueOf, expectedOf, lateOf, openAfter } from '../../../shared/predicting/expecting.ts';
import { newBehaviour } from '../../../shared/predicting/memory.ts';
import type { Company } from '../../../shared/predicting/model.ts';
import { newsOf, nightOf } from '../../../shared/predicting/night.ts';
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

test('what was only stated drives nothing, an agreed day does', () => {
  expect([openAfter(invoice(), known, '2026-03-24'), lateOf(invoice(), known)]).toEqual([
    undefined,
    undefined,
  ]);
  const promised = invoice({ promise: promise(10_000) });
  expect([openAfter(promised, known, '2026-03-19'), openAfter(promised, known, '2026-03-20')]).toEqual([
    1, 0,
  ]);
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
    const isOpen = ({ open }: Invoice): boolean => open.minor > 0;
    const books = { open: all.filter(isOpen), ended: all.filter((one) => !isOpen(one)) };
    const news = newsOf(own, books, { customer, segment: 'DE', until: day });
    return nightOf(before, [own], new Map([[customer, news]]), day);
  };
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
