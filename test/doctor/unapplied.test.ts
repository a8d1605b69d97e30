/** The doctor on money that customers have with us: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { applyRest, receive } from '../../shared/payments/rules.ts';
import { writesOf } from '../../shared/payments/store.ts';
import { anInvoice, aPayment } from '../support/drawn.ts';

const books = (): Raw[] => {
  const { payment } = receive(aPayment(1, 500), []);
  const used = applyRest(
    payment,
    payment.customerId,
    [{ invoice: anInvoice(1, 300), fromCredit: true, reason: 'r' }],
    '2026-03-10',
  );
  const line = {
    id: payment.source.id,
    state: 'MATCHED',
    amount: payment.amount,
    bookedOn: payment.bookedOn,
    match: { tier: 'policy' },
    paymentId: payment.id,
  };
  return [
    ...writesOf('acme', used).flatMap(({ put }) => (put ? [put as Raw] : [])),
    { pk: `acme#BANKLINE#${line.id}`, sk: 'LINE', kind: 'bank-line', doc: line },
  ];
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(({ rule }) => rule.startsWith('unapplied.') || rule === 'payment.whose')
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const docOf = <T>(items: Raw[], kind: string) => items.find((item) => item.kind === kind)!.doc as T;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test('finds credit that was used for somebody else, and a line that says what did not happen', () => {
  expect(found((items) => Object.assign(docOf<Invoice>(items, 'invoice'), { entity: 'other' }))).toEqual([
    expect.stringMatching(/^unapplied\.used: of cus_\w+ at main, for cus_\w+ at other$/),
  ]);
  expect(found((items) => Object.assign(docOf<Payment>(items, 'payment'), { allocations: [] }))).toEqual([
    'unapplied.decided: nothing of its receipt was used',
  ]);
});
test('finds a receipt, and an entry, that settle an invoice of somebody else than they say', () => {
  const other = 'cus_00000000000000000000000009';
  const hers = (items: Raw[]) => {
    Object.assign(docOf<Payment>(items, 'payment').allocations[0]!, { customerId: other });
    Object.assign(docOf<Invoice>(items, 'invoice'), { customerId: other });
  };
  expect(found(hers)).toEqual([]);
  expect(
    found((items) => {
      hers(items);
      Object.assign(docOf<Invoice>(items, 'invoice'), { customerId: 'cus_00000000000000000000000008' });
    }),
  ).toEqual([
    expect.stringMatching(/^payment\.whose: it says cus_0+9 of it$/),
    expect.stringMatching(/^unapplied\.used/),
  ]);
  const entry = {
    kind: 'match',
    source: 'p',
    on: '2026-03-10',
    lines: [{ account: 'receivables', minor: -300, invoiceId: anInvoice(1, 300).id, customerId: other }],
  };
  expect(found((items) => items.push({ pk: 'acme#BOOK#2026-03', sk: 'x', kind: 'act', entry }))).toEqual([
    `payment.whose: match p has it on ${other}`,
  ]);
});
