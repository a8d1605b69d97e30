/** The doctor on matching: a difference as the rules take it is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { putSame } from '../../shared/bank/store.ts';
import { putRemittance, spend } from '../../shared/cash/store.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import { receive } from '../../shared/payments/rules.ts';
import { putPayment } from '../../shared/payments/store.ts';
import { anInvoice, aPayment } from '../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });

/** 100 euros, of which a bank kept five; and a line that waits for somebody. */
const books = (): Raw[] => {
  const invoice = anInvoice(1, 10_000);
  const paid = receive(aPayment(1, 9_500), [
    { invoice, meant: true, reason: 'named', difference: { kind: 'bank_charge', amount: eur(500) } },
  ]);
  const { update, set } = spend(
    { tenant: 'acme', month: '2026-01', currency: 'EUR' },
    invoice.customerId,
    500,
    9_000,
  );
  return [
    putInvoice('acme', paid.invoices[0]!).put as Raw,
    putPayment('acme', paid.payment).put as Raw,
    { ...update!, ...set, minor: 500 } as unknown as Raw,
    { pk: 'acme#BOOK#2026-01', sk: 'pay', kind: 'act', entry: paid.entry },
    putRemittance('acme', {
      id: 'rem_00000000000000000000000001',
      version: 1,
      state: 'JOINED',
      bankLineId: 'line',
      amount: eur(9_500),
      paidOn: '2026-01-20',
      claims: [{ number: invoice.number }],
      at: '2026-01-20T10:00:00.000Z',
      by: 'x',
      trace: 't',
    }).put as Raw,
    {
      pk: 'acme#BANKLINE#line',
      sk: 'LINE',
      kind: 'bank-line',
      doc: { id: 'line', amount: eur(9_500), state: 'EXCEPTION', parked: { until: '2026-02-01' } },
    },
    putSame('acme', { id: 'again', is: 'line', channel: 'camt.054' }, '2026-01-20T10:00:00.000Z').put as Raw,
  ];
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(
      ({ rule, what }) =>
        /^payment\.difference|^cash\.|^invoice\.open|^bank\./.test(rule) || /remittance/.test(what),
    )
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const docOf = (items: Raw[], kind: string) => items.find((item) => item.kind === kind)!.doc as object;

test('books with a difference are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => unknown]>([
  [
    'payment.difference: the invoice says that 499 was left out, the receipt says 500',
    (items) =>
      Object.assign((docOf(items, 'invoice') as { settlements: object[] }).settlements[1]!, {
        amount: eur(499),
      }),
  ],
  [
    'payment.difference: the ledger has 499, the receipts 500',
    (items) =>
      Object.assign(
        (items.find(({ kind }) => kind === 'act')!['entry'] as { lines: { account: string }[] }).lines.find(
          ({ account }) => account === 'bankCharges',
        )!,
        { minor: 499 },
      ),
  ],
  [
    'cash.cap: 400 were counted, 500 were taken',
    (items) =>
      Object.assign(
        items.find(({ kind }) => kind === 'matching-cap')!,
        { minor: 400 },
      ),
  ],
  [
    'cash.remittance: 9400 were advised, and the line has 9500',
    (items) => Object.assign(docOf(items, 'remittance'), { amount: eur(9_400) }),
  ],
  [
    'table.index: g2 does not say that the remittance is OPEN',
    (items) => Object.assign(docOf(items, 'remittance'), { state: 'OPEN' }),
  ],
  [
    'bank.twice: the entry is a line, and other is the same',
    (items) =>
      Object.assign(
        items.find(({ kind }) => kind === 'bank-same')!,
        { pk: 'acme#BANKLINE#line', is: 'other' },
      ),
  ],
  [
    'cash.parked: a line that is MATCHED is parked',
    (items) => Object.assign(docOf(items, 'bank-line'), { state: 'MATCHED' }),
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});
