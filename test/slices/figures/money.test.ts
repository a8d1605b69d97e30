/** What is money in the figures, how often it is, and of which day. */
import { expect, test } from 'vitest';
import type { Fact } from '../../../shared/figures/fact.ts';
import type { InputName } from '../../../shared/figures/figure.ts';
import { fold } from '../../../shared/insights/rules.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import { JANUARY, minorOf, sumOf, valueOf } from './answered.ts';
import { discounted, fact, invoiced, questionOf, settled } from './drawn.ts';

const booked = (serial: number, kind: Entry['kind'], lines: Entry['lines'], more = {}): Fact =>
  fact(serial, '2026-02-01', { kind, lines, ...more });
const own = { customerId: 'cus_1' };
const collected = (...facts: Fact[]) => sumOf(facts, 'cashCollected')?.minor;

test.each<[Entry['kind'], Entry['lines'][number]['account'], Entry['lines'][number]['account']]>([
  ['payout', 'clearing', 'unidentified'],
  ['agency_paid', 'agencies', 'unapplied'],
  ['banked', 'cash', 'unidentified'],
])('%s: money whose line came first came once', (kind, held, kept) => {
  const taken = booked(1, 'receipt', [
    { account: held, minor: 1_000 },
    { account: 'unapplied', minor: -1_000, ...own },
  ]);
  const line = booked(2, 'receipt', [
    { account: 'bank', minor: 1_000 },
    { account: kept, minor: -1_000 },
  ]);
  const arrived = (account: typeof kept, serial: number, sign = 1) =>
    booked(serial, kind, [
      { account, minor: sign * 1_000 },
      { account: held, minor: sign * -1_000 },
    ]);
  expect(collected(taken, arrived('bank', 3))).toBe(1_000);
  expect(collected(taken, line, arrived(kept, 3))).toBe(1_000);
  // It was another line: what came with it is money of its own again.
  expect(collected(taken, line, arrived(kept, 3), arrived(kept, 4, -1))).toBe(2_000);
});

test('what is refunded or charged back went back, without what that cost', () => {
  const taken = booked(1, 'receipt', [
    { account: 'clearing', minor: 10_000 },
    { account: 'unapplied', minor: -10_000, ...own },
  ]);
  const refund = (serial: number, kind: Entry['kind'], sign: number) =>
    booked(serial, kind, [
      { account: 'unapplied', minor: sign * 3_000, ...own },
      { account: 'refundsInTransit', minor: sign * -3_000 },
    ]);
  expect(collected(taken, refund(2, 'refund', 1))).toBe(7_000);
  expect(collected(taken, refund(2, 'refund', 1), refund(3, 'refund_reversal', -1))).toBe(10_000);
  const back = booked(4, 'chargeback', [
    { account: 'unapplied', minor: 4_000, ...own },
    { account: 'chargebacks', minor: -4_000 },
    { account: 'chargebackFees', minor: 1_500 },
    { account: 'chargebacks', minor: -1_500 },
  ]);
  const won = booked(5, 'chargeback_won', [
    { account: 'unapplied', minor: -4_000, ...own },
    { account: 'chargebacks', minor: 4_000 },
  ]);
  expect(collected(taken, back)).toBe(6_000);
  expect(collected(taken, back, won)).toBe(10_000);
  const line = booked(6, 'receipt', [
    { account: 'bank', minor: 5_000 },
    { account: 'unapplied', minor: -5_000, ...own },
  ]);
  const returned = booked(7, 'return', [
    { account: 'unapplied', minor: 5_000, ...own },
    { account: 'fees', minor: 300 },
    { account: 'bank', minor: -5_300 },
  ]);
  expect(collected(taken, line, returned)).toBe(10_000);
  expect(sumOf([taken, back, line, returned], 'costs')?.minor).toBe(1_800);
});

test('what was booked in a later month was paid on its own day, in the period of its booking', () => {
  const invoice = invoiced(1, '2026-01-01', '2026-01-31', 10_000);
  const paid = discounted(2, '2026-02-01', invoice, 200);
  const late = { ...paid, entry: { ...paid.entry!, documentOn: '2026-01-11' } };
  expect(valueOf([invoice, late], 'days_beyond_terms')).toBe(-20);
  expect(valueOf([invoice, late], 'days_to_pay')).toBe(10);
  expect(valueOf([invoice, late], 'discount_yearly_simple')).toBe(37.24);
  expect(sumOf([invoice, late], 'paid', JANUARY)?.minor).toBe(0);
  expect(sumOf([invoice, late], 'paid', questionOf('2026-02-01', '2026-02-28'))?.minor).toBe(10_000);
});

test('what is left of a credit note settles as money does, and is none', () => {
  const invoice = invoiced(1, '2026-01-01', '2026-01-31', 10_000);
  const source = 'pay_1';
  const received = { type: 'payment.received', subject: source, data: { method: 'credit_note' } };
  const applied = settled(2, '2026-02-01', invoice, 10_000, { kind: 'match', source, events: [received] });
  const all = [invoice, applied];
  expect([sumOf(all, 'paid'), sumOf(all, 'settled')]).toMatchObject([{ minor: 0 }, { count: 0 }]);
  expect(sumOf(all, 'dueInPeriod')?.minor).toBe(0);
  const back = settled(3, '2026-02-02', invoice, -10_000, { kind: 'unmatch', source });
  const paid = settled(4, '2026-02-03', invoice, 10_000, { source: 'pay_2' });
  expect(sumOf([...all, back, paid], 'paid')?.minor).toBe(10_000);
  expect(sumOf([...all, back, paid], 'dueInPeriod')?.minor).toBe(10_000);
  expect(sumOf([...all, back, paid], 'settled')?.count).toBe(1);
});

test('what another system left was open at the beginning, also where it came in later', () => {
  const line = { customerId: 'cus_1', invoiceId: 'inv_9', dueOn: '2025-11-30' };
  const brought = fact(1, '2026-01-05', {
    kind: 'opening',
    lines: [
      { account: 'receivables', minor: 1_000_000, ...line },
      { account: 'opening', minor: -1_000_000 },
    ],
  });
  const [current, late] = [
    invoiced(2, '2026-01-10', '2026-02-10', 150_000),
    invoiced(3, '2026-01-10', '2026-01-20', 50_000),
  ];
  const all = [brought, current, late];
  expect(valueOf(all, 'cei', JANUARY)).toBe(0);
  expect(valueOf(all, 'turnover', JANUARY)).toBe(0.18);
  expect(valueOf(all, 'dso_average', JANUARY)).toBe(170.5);
  expect(sumOf(all, 'opening', questionOf('2026-02-01', '2026-02-28'))?.minor).toBe(1_200_000);
});

test('a discount is told with its tax, and what takes the sale back takes it back', () => {
  const line = { customerId: 'cus_1', invoiceId: 'inv_1' };
  const due = { ...line, dueOn: '2026-01-31' };
  const sale = fact(1, '2026-01-01', {
    kind: 'invoice',
    lines: [
      { account: 'receivables', minor: 119_000, ...due },
      { account: 'revenue', minor: -100_000 },
      { account: 'vat', minor: -19_000 },
    ],
  });
  const paid = (serial: number, kind: Entry['kind'], sign: 1 | -1) =>
    fact(serial, '2026-01-08', {
      kind,
      source: 'pay_1',
      lines: [
        { account: 'bank', minor: sign * 116_620 },
        { account: 'receivables', minor: sign * -119_000, ...due },
        { account: 'discounts', minor: sign * 2_000, customerId: 'cus_1' },
        { account: 'vat', minor: sign * 380 },
      ],
    });
  const credit = fact(4, '2026-02-01', {
    kind: 'credit_note',
    lines: [
      { account: 'revenue', minor: 100_000, customerId: 'cus_1' },
      { account: 'vat', minor: 19_000 },
      { account: 'discounts', minor: -2_000, customerId: 'cus_1' },
      { account: 'vat', minor: -380 },
      { account: 'unapplied', minor: -116_620, customerId: 'cus_1' },
    ],
  });
  const kept = [sale, paid(2, 'receipt', 1)];
  expect([valueOf(kept, 'credit_sales_income'), minorOf(kept, 'discountsTaken')]).toEqual([116_620, 2_380]);
  const credited = [...kept, credit];
  expect(['creditSales', 'discountsTaken'].map((name) => minorOf(credited, name as InputName))).toEqual([
    0, 0,
  ]);
  expect([valueOf(credited, 'credit_sales_income'), valueOf(credited, 'credited_percent')]).toEqual([0, 100]);
  expect(minorOf([...kept, paid(3, 'unmatch', -1)], 'discountsTaken')).toBe(0);
  expect(minorOf(credited, 'discountsTaken', JANUARY)).toBe(2_380);
  const { sales } = fold(credited.map(({ entry }) => entry!)).get('EUR')!;
  expect([...sales]).toEqual([
    ['2026-01-01', 119_000],
    ['2026-02-01', -119_000],
  ]);
});
