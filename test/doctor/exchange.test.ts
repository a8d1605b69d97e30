/** The doctor on foreign money: books as the rules write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Snapshot } from '../../shared/invoices/invoice.ts';
import { putSnapshot } from '../../shared/invoices/store.ts';
import { receive } from '../../shared/payments/rules.ts';
import { writesOf } from '../../shared/payments/store.ts';
import { anInvoice, aPayment, aRate, customerId, earlyInDollars, usd } from '../support/drawn.ts';

/** 100.00 dollars at 1.25, of which 98.00 were paid at 1.20 and 2.00 kept for paying early. */
const books = (): Raw[] => {
  const booked = { value: { minor: 8_000, currency: 'EUR' }, rate: aRate('1.25') };
  const early = earlyInDollars(200);
  const invoice = anInvoice(1, 10_000, { total: usd(10_000), open: usd(10_000), booked, early });
  const snapshot = {
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    buyer: { id: customerId },
    booked,
    lines: [],
    totals: { taxes: [] },
  } as unknown as Snapshot;
  const paid = receive(aPayment(1, 9_800, { amount: usd(9_800), rate: aRate('1.2') }), [
    { invoice, reason: 'x' },
  ]);
  return [...writesOf('acme', paid), putSnapshot('acme', invoice.id, snapshot)]
    .flatMap(({ put }): Raw[] => (put ? [put as Raw] : []))
    .concat(
      [paid.entry, paid.exchange].map((entry): Raw => ({
        pk: 'acme#BOOK#2026-01',
        sk: entry!.kind,
        kind: 'act',
        entry,
      })),
    );
};
const found = (change: (items: Raw[]) => void): string => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: Date.parse('2026-02-01'), patienceMs: 0 })
    .filter(({ rule }) => rule.startsWith('exchange.'))
    .map(({ rule, what }) => `${rule}: ${what}`)
    .join('\n');
};
interface Doc {
  booked?: { value: { minor: number }; rate: { rate: string } };
  settlements: { bookedMinor?: number }[];
  allocations: { exchange?: { value: { minor: number }; gainMinor: number } }[];
  rate: { rate: string };
}
const docOf = (items: Raw[], kind: string) => items.find((item) => item.kind === kind)!.doc as Doc;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toBe('');
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'exchange.value: 10000 USD are worth 8000 by its rate, and it says 8001',
    (items) => (docOf(items, 'invoice').booked!.value.minor = 8_001),
  ],
  [
    'exchange.value: its snapshot has another value',
    (items) => (docOf(items, 'snapshot').booked!.rate.rate = '1.26'),
  ],
  [
    'exchange.value: a settlement does not say what of its value it relieves',
    (items) => delete docOf(items, 'invoice').settlements[0]!.bookedMinor,
  ],
  [
    'exchange.value: nothing is open, and 7999 of 8000 are relieved',
    (items) => (docOf(items, 'invoice').settlements[0]!.bookedMinor = 7_999),
  ],
  [
    'exchange.value: a settlement relieves a value that it does not have',
    (items) => delete docOf(items, 'invoice').booked,
  ],
  [
    'exchange.gain: 9800 USD are worth 8167 by its rate, and it says 8168',
    (items) => (docOf(items, 'payment').allocations[0]!.exchange!.value.minor = 8_168),
  ],
  [
    'exchange.gain: it gained 327 on an invoice, and says 328',
    (items) => (docOf(items, 'payment').allocations[0]!.exchange!.gainMinor = 328),
  ],
  [
    'exchange.account: exchangeGains is 0 in the ledger and -327 in the receipts',
    (items) => items.splice(-1, 1),
  ],
  [
    'exchange.account: translation is 327 in the ledger and 0 in the receipts',
    (items) => delete docOf(items, 'payment').allocations[0]!.exchange,
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});
