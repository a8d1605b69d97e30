/** What is seen later than it was: money is of its own day, and a promise of the month that it was for. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../../../shared/figures/fact.ts';
import { addDays, endOfMonth, monthsBetween } from '../../../shared/kernel/dates.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import { FEBRUARY, minorOf, sumOf, valueOf } from './answered.ts';
import { fact, invoiced, questionOf, settled, told } from './drawn.ts';

test('money was there on its day, however much later somebody saw whose it was', () => {
  const invoice = invoiced(1, '2026-01-01', '2026-01-31', 10_000);
  const source = 'pay_1';
  const data = { method: 'bank_transfer', paidOn: '2026-01-31' };
  const events = [{ type: 'payment.received', subject: source, data }];
  const came = fact(2, '2026-01-31', {
    kind: 'receipt',
    source,
    events,
    lines: [
      { account: 'bank', minor: 10_000 },
      { account: 'unidentified', minor: -10_000 },
    ],
  });
  const moved = (serial: number, on: string, kind: Entry['kind'], minor: number, of = invoice) =>
    settled(serial, on, of, minor, {
      kind,
      source,
      ...(kind !== 'unmatch' && kind !== 'return' && { events }),
    });
  const matched = [invoice, came, moved(3, '2026-02-20', 'match', 10_000)];
  const days = (facts: readonly Fact[]) =>
    (['days_late_paid', 'days_beyond_terms', 'days_to_pay', 'lag_paid_to_applied'] as const).map((id) =>
      valueOf(facts, id),
    );
  expect(days(matched)).toEqual([0, 0, 30, 20]);
  // Taken back and matched anew it is the same money, once: it settled what it settles now.
  const again = [
    ...matched,
    moved(4, '2026-03-01', 'unmatch', -10_000),
    moved(5, '2026-03-02', 'match', 10_000),
  ];
  expect(days(again)).toEqual([0, 0, 30, 30]);
  expect([minorOf(again, 'paid'), minorOf(again, 'applied')]).toEqual([10_000, 10_000]);
  expect(minorOf(again, 'applied', FEBRUARY)).toBe(10_000);
  // Moved to another invoice it settled that one, on the day on which it was moved.
  const other = invoiced(6, '2026-01-05', '2026-02-04', 10_000);
  const [off, on] = [
    moved(7, '2026-03-05', 'reassign', -10_000),
    moved(7, '2026-03-05', 'reassign', 10_000, other),
  ];
  const lines = [...off.entry!.lines, ...on.entry!.lines].filter(({ account }) => account === 'receivables');
  const reassigned = [...matched, other, { ...off, entry: { ...off.entry!, lines } }];
  expect(days(reassigned)).toEqual([0, -4, 26, 33]);
  expect([minorOf(reassigned, 'paid'), minorOf(reassigned, 'applied')]).toEqual([10_000, 10_000]);
  // What the bank took back settles nothing; what a provider gives back was there from the first.
  const returned = [...matched, moved(8, '2026-03-06', 'return', -10_000)];
  expect([minorOf(returned, 'paid'), minorOf(returned, 'applied')]).toEqual([0, 0]);
  const won = settled(10, '2026-03-20', invoice, 10_000, { kind: 'chargeback_won', source: 'cbk_1', events });
  const back = settled(9, '2026-03-10', invoice, -10_000, { kind: 'chargeback', source: 'cbk_1' });
  expect(days([...matched, back, won]).slice(0, 3)).toEqual([0, 0, 30]);
});

test('all instalments of an invoice waited since its order', () => {
  const trace = 't1';
  const order = told(1, '2026-01-02', 'order.confirmed', 'ord_1', {}, { trace });
  const whose = { account: 'receivables' as const, customerId: 'cus_1', invoiceId: 'inv_2' };
  const invoice = fact(2, '2026-01-12', {
    kind: 'invoice',
    trace,
    lines: [
      { ...whose, minor: 30_000, dueOn: '2026-02-11' },
      { ...whose, minor: 60_000, dueOn: '2026-03-11' },
      { account: 'revenue', minor: -90_000 },
    ],
  });
  expect(minorOf([order, invoice], 'orderToInvoice')).toBe(90_000);
  expect(valueOf([order, invoice], 'lag_order_to_invoice')).toBe(10);
});

test('a match of a month that is shut was made on its own day', () => {
  const invoice = invoiced(1, '2026-01-01', '2026-01-31', 10_000);
  const came = settled(2, '2026-01-10', invoice, 0, { source: 'pay_1', over: 10_000 });
  const match = settled(3, '2026-02-01', invoice, 10_000, { kind: 'match', source: 'pay_1' });
  const late = { ...match, entry: { ...match.entry!, documentOn: '2026-01-15' } };
  expect(valueOf([invoice, came, late], 'lag_paid_to_applied')).toBe(5);
});

test('each promise that was judged is in one month of twelve, however late in its month its day was', () => {
  const promise = fc.record({ day: fc.nat(364), grace: fc.integer({ min: 1, max: 45 }), kept: fc.boolean() });
  fc.assert(
    fc.property(fc.array(promise, { maxLength: 20 }), (all) => {
      const facts = all.flatMap(({ day, grace, kept }, at) => {
        const [id, payOn] = [`prm_${at}`, addDays('2026-01-01', day)];
        const data = { amount: { minor: 100, currency: 'EUR' }, customerId: 'cus_1', payOn, paidMinor: 40 };
        return [
          told(2 * at, payOn, 'promise.made', id, data),
          told(2 * at + 1, addDays(payOn, grace), kept ? 'promise.kept' : 'promise.broken', id, data),
        ];
      });
      const months = monthsBetween('2026-01', '2026-12').map((month) =>
        questionOf(`${month}-01`, endOfMonth(`${month}-01`)),
      );
      const counted = months.map((month) =>
        (['promisesKept', 'promisesBroken'] as const).map((name) => sumOf(facts, name, month)?.count ?? 0),
      );
      const [kept, broken] = [0, 1].map((at) => counted.reduce((total, one) => total + one[at]!, 0));
      expect([kept, broken]).toEqual([
        all.filter((one) => one.kept).length,
        all.filter((one) => !one.kept).length,
      ]);
    }),
    { numRuns: 40 },
  );
});
