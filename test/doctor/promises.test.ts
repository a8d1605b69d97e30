/** The doctor on promises: what the stores write is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import { pay } from '../../shared/invoices/rules.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import type { PaymentPromise } from '../../shared/promises/promise.ts';
import { ended, judged, marked } from '../../shared/promises/rules.ts';
import { putPromise } from '../../shared/promises/store.ts';
import { anInvoice } from '../support/drawn.ts';

const TODAY = '2026-02-02';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const paid = (head: Invoice, minor: number, paymentId: string): Invoice => {
  const done = pay(head, eur(minor), { paymentId, paidOn: TODAY, method: 'bank_transfer', reason: 'r' });
  if (!done.ok) throw new Error(done.detail);
  return done.value.invoice;
};
const given = (serial: number, head: Invoice): { promise: PaymentPromise; head: Invoice } => {
  const promise: PaymentPromise = {
    id: `prm_${String(serial).padStart(26, '0')}`,
    version: 1,
    state: 'OPEN',
    entity: 'main',
    customerId: head.customerId,
    total: head.open,
    payOn: '2026-02-10',
    until: '2026-02-13',
    items: [{ invoiceId: head.id, number: head.number, minor: head.open.minor }],
    tolerancePercent: 5,
    channel: 'mail',
    on: TODAY,
    paidMinor: 0,
    by: 'key_1',
    at: '2026-02-02T09:00:00.000Z',
    trace: 't',
  };
  return { promise, head: marked(promise, [head])[0]! };
};

/** One that is awaited and has a part, one that was kept before its day, and one that was broken. */
const books = (): Raw[] => {
  const waits = given(1, paid(anInvoice(1, 10_000), 1_000, 'old'));
  const part = paid(waits.head, 2_000, 'new');
  const ahead = given(2, anInvoice(2, 5_000));
  const whole = paid(ahead.head, 5_000, 'all');
  const kept = judged(ahead.promise, [whole], { today: TODAY, spared: false })!;
  const late = given(3, anInvoice(3, 3_000));
  const broken = ended(late.promise, [late.head], 'BROKEN', { today: '2026-02-14', paidMinor: 0 });
  return [
    ...[waits.promise, kept.promise, broken.promise].map((one) => putPromise('acme', one)),
    ...[part, whole, broken.heads[0]!].map((head) => putInvoice('acme', head)),
  ].flatMap(({ put }) => (put ? [put as Raw] : []));
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(({ rule, where }) => rule.startsWith('promise') || where.some((one) => one.startsWith('prm_')))
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const item = (items: Raw[], kind: string, nth: number) => items.filter((one) => one.kind === kind)[nth]!;
const one = (items: Raw[], nth: number) => item(items, 'payment-promise', nth).doc as PaymentPromise;
const head = (items: Raw[], nth: number) => item(items, 'invoice', nth).doc as Invoice;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'promise.invoice: the promise is OPEN, and its invoice does not say so',
    (items) => delete (head(items, 0) as { promise?: unknown }).promise,
  ],
  [
    'promise.invoice: the promise is KEPT, and its invoice does not say so',
    (items) => Object.assign(head(items, 1).promise!, { until: '2026-02-14' }),
  ],
  [
    'promise.invoice: INV-2026-000003 is promised, and its promise has ended',
    (items) =>
      Object.assign(head(items, 2), { promise: { ...head(items, 0).promise!, id: one(items, 2).id } }),
  ],
  [
    'promise.state: it is OPEN, and 9000 of 9000 are paid',
    (items) =>
      Object.assign(head(items, 0), {
        open: eur(0),
        settlements: head(items, 1).settlements.map((paid) => ({ ...paid, amount: eur(9_000) })),
      }),
  ],
  [
    'promise.state: it is KEPT, and 0 of 5000 are paid',
    (items) => Object.assign(head(items, 1), { open: eur(5_000), settlements: [] }),
  ],
  ['promise.state: it is OPEN, and has ended', (items) => Object.assign(one(items, 2), { state: 'OPEN' })],
  [
    'promise.state: it is BROKEN, and has not ended',
    (items) => Object.assign(one(items, 0), { state: 'BROKEN' }),
  ],
  [
    'promise.made: what is promised of its invoices is not 1',
    (items) => Object.assign(one(items, 0), { total: eur(1) }),
  ],
  [
    'table.index: g1 does not say that the promise is BROKEN',
    (items) => Object.assign(item(items, 'payment-promise', 2), { g1p: 'acme#PROMISES_OPEN' }),
  ],
])('finds %s', (what, change) => {
  expect(found(change).join('\n')).toContain(what);
});
