/** The doctor on write-offs: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Snapshot } from '../../shared/invoices/invoice.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import type { Entry } from '../../shared/ledger/entry.ts';
import { receive } from '../../shared/payments/rules.ts';
import { putPayment } from '../../shared/payments/store.ts';
import { reversed, writtenOff } from '../../shared/writeoffs/rules.ts';
import { spend, writesOf } from '../../shared/writeoffs/store.ts';
import { anInvoice, aPayment } from '../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const snapshot = {
  seller: { address: { country: 'DE' } },
  deliveredOn: '2026-03-01',
  totals: { taxMinor: 0 },
} as unknown as Snapshot;
const made = (ordinal: number) => ({
  id: `wro_${String(ordinal).padStart(26, '0')}` as const,
  on: '2026-03-10',
  at: '2026-03-10T09:00:00.000Z',
  by: 'write-off-rests',
  trace: 't',
});
const act = (entry: Entry | undefined): Raw => ({
  pk: 'acme#BOOK#2026-03',
  sk: entry!.source,
  kind: 'act',
  entry,
});

/** 100 euros, of which 40 were given up and 10 of these came in; and 5 that were given up and asked for again. */
const books = (): Raw[] => {
  const off = writtenOff(anInvoice(1, 10_000), snapshot, eur(4_000), { reason: 'settlement' }, made(1));
  const paid = receive(aPayment(1, 7_000), [{ invoice: off.invoice, meant: true, reason: 'named' }]);
  const second = writtenOff(anInvoice(2, 500), snapshot, eur(500), { reason: 'other' }, made(2));
  const undone = reversed(second.writeOff, second.invoice, { ...made(2), reason: 'mistake' });
  if (!undone.ok) throw new Error(undone.detail);
  const month = { tenant: 'acme', month: '2026-03', currency: 'EUR' };
  const caps = [off.writeOff.customerId, 'ALL'].map((whose) => {
    const { update, set } = spend(month, whose, 4_500, 9_000);
    return { ...update!, ...set, minor: 4_500 } as unknown as Raw;
  });
  return [
    ...writesOf('acme', off).slice(0, 1),
    ...writesOf('acme', undone.value).slice(0, 2),
    putInvoice('acme', paid.invoices[0]!),
    putPayment('acme', paid.payment),
  ]
    .map(({ put }) => put as Raw)
    .concat(caps, [off.entry, paid.entry, second.entry, undone.value.entry].map(act));
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(({ rule, what }) => rule.startsWith('writeoff.') || /write-off/.test(what))
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const docOf = (items: Raw[], kind: string) => items.find((item) => item.kind === kind)!.doc as never;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'writeoff.given_up: the invoice says that 4000 was given up, the write-off says 4001',
    (items) => Object.assign(docOf(items, 'write-off'), { amount: eur(4_001) }),
  ],
  [
    'writeoff.given_up: the ledger has 4000, the documents 0',
    (items) => Object.assign(docOf(items, 'write-off'), { state: 'REVERSED' }),
  ],
  [
    'writeoff.given_up: 0 entries stand for 1 documents',
    (items) =>
      items.splice(
        items.findIndex((item) => item.kind === 'act'),
        1,
      ),
  ],
  [
    'writeoff.recovered: the invoice says that 999 was recovered, the receipts say 1000',
    (items) =>
      Object.assign(
        items.find((item) => (item.doc as { recovered?: object } | undefined)?.recovered)!.doc as object,
        { recovered: eur(999) },
      ),
  ],
  [
    'writeoff.cap: 4500 is counted and 4499 was given up',
    (items) => Object.assign(docOf(items, 'write-off'), { amount: eur(3_999) }),
  ],
  [
    'table.index: g1 does not say where the write-off is',
    (items) =>
      Object.assign(
        items.find((item) => item.kind === 'write-off')!,
        { g1s: 'x' },
      ),
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});
