/** The doctor on deductions: what the stores write is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Deduction } from '../../shared/deductions/deduction.ts';
import { caseOf, decided, opened, regarded, rejected } from '../../shared/deductions/rules.ts';
import { putDeduction } from '../../shared/deductions/store.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import { pay } from '../../shared/invoices/rules.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import { anInvoice, aPayment } from '../support/drawn.ts';

const TODAY = '2026-02-01';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const by = { by: 'key_1', at: '2026-02-01T09:00:00.000Z', on: TODAY };
const settled = (head: Invoice, minor: number, paymentId: string): Invoice => {
  const paid = pay(head, eur(minor), { paymentId, paidOn: TODAY, method: 'bank_transfer', reason: 'r' });
  if (!paid.ok) throw new Error(paid.detail);
  return paid.value.invoice;
};
/** Twenty of a hundred euros were kept back. */
const pending = (serial: number) => {
  const { id: paymentId } = aPayment(serial, 8_000);
  const head = settled(anInvoice(serial, 10_000), 8_000, paymentId);
  const made = {
    id: `ded_${String(serial).padStart(26, '0')}` as const,
    trace: 't',
    ...by,
    source: { paymentId },
  };
  const { deduction, head: marked } = opened(
    head,
    caseOf(head, { amount: eur(2_000), reason: 'price', said: 'payer' }, made),
  );
  return { deduction, head: marked! };
};

/** One in clarification, one that was rejected, one that was paid after all, and one that the rules wrote off. */
const books = (): Raw[] => {
  const [waits, asked, back, small] = [pending(1), pending(2), pending(3), pending(4)];
  const again = rejected(asked.deduction, asked.head, by, { graceDays: 7, reminds: true });
  const whole = settled(back.head, 2_000, 'pay_2');
  const paid = regarded(back.deduction, whole)!;
  const writeOffId = `wro_${'0'.repeat(26)}` as const;
  const given = decided(small.deduction, 'AUTO_WRITE_OFF', eur(2_000), { ...by, writeOffId });
  const writeOff = { id: writeOffId, amount: eur(2_000), on: TODAY, by: 'keep-plans' };
  const cap = { pk: 'acme#DEDCAP#2026-02', sk: `EUR#${small.deduction.customerId}`, kind: 'deduction-cap' };
  return [
    ...[waits.deduction, again.deduction, paid.deduction, given].map((one) => putDeduction('acme', one)),
    ...[waits.head, again.head!, whole].map((head) => putInvoice('acme', head)),
  ]
    .flatMap(({ put }) => (put ? [put as Raw] : []))
    .concat(
      { pk: `acme#WRO#${writeOffId}`, sk: 'WRITEOFF', kind: 'write-off', doc: writeOff },
      { ...cap, minor: 2_000 },
    );
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(({ rule, where }) => rule.startsWith('deduction') || where.some((one) => one.startsWith('ded_')))
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const item = (items: Raw[], kind: string, nth: number) => items.filter((one) => one.kind === kind)[nth]!;
const one = (items: Raw[], nth: number) => item(items, 'deduction', nth).doc as Deduction;
const head = (items: Raw[], nth: number) => item(items, 'invoice', nth).doc as Invoice;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'deduction.invoice: the case is PENDING, and its invoice does not say so',
    (items) => delete (head(items, 0) as { deduction?: unknown }).deduction,
  ],
  [
    'deduction.invoice: the case is REJECTED, and its invoice does not say so',
    (items) => Object.assign(head(items, 1).deduction!, { state: 'PENDING' }),
  ],
  [
    'deduction.invoice: the case is PENDING, and its payment was taken back',
    (items) => Object.assign(head(items, 0), { settlements: [] }),
  ],
  [
    'deduction.invoice: INV-2026-000001 says PENDING, and the case is over',
    (items) => Object.assign(one(items, 0), { state: 'CANCELLED' }),
  ],
  [
    'deduction.gap: it is PENDING over 1999, and 2000 are missing',
    (items) => Object.assign(one(items, 0), { gap: eur(1_999) }),
  ],
  [
    'deduction.gap: it is RECOVERED over 0, and 100 are missing',
    (items) => Object.assign(head(items, 2), { open: eur(100) }),
  ],
  [
    'deduction.once: another case is of',
    (items) =>
      Object.assign(one(items, 1), { invoiceId: head(items, 0).id, paymentId: one(items, 0).paymentId }),
  ],
  [
    'deduction.decided: it is AUTO_WRITE_OFF over 2000, and that is nowhere',
    (items) => Object.assign(one(items, 3).decided!, { writeOffId: 'wro_x' }),
  ],
  [
    'deduction.decided: it is CREDIT over 2000, and that is nowhere',
    (items) => Object.assign(one(items, 3), { state: 'CREDIT' }),
  ],
  [
    'deduction.cap: 2001 is counted and 2000 was written off',
    (items) => Object.assign(item(items, 'deduction-cap', 0), { minor: 2_001 }),
  ],
  [
    'table.index: g1 does not say that the case is PENDING',
    (items) => Object.assign(item(items, 'deduction', 0), { g1p: 'acme#DEDUCTIONS' }),
  ],
])('finds %s', (what, change) => {
  expect(found(change).join('\n')).toContain(what);
});
