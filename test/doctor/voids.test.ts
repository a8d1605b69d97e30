/** The doctor on invoices that were made void: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { givenBack, heldBack, voidEntry, voidOf } from '../../shared/corrections/void.ts';
import { putMail } from '../../shared/dispatch/store.ts';
import type { Snapshot } from '../../shared/invoices/invoice.ts';
import { issueEntry } from '../../shared/invoices/booking.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import { waiting } from '../../shared/orders/collecting.ts';
import { putOrder, putUnbilled } from '../../shared/orders/store.ts';
import { anInvoice, anOrder, fulfilmentId } from '../support/drawn.ts';

const at = '2026-01-02T09:00:00.000Z';
/** A delivery over 7 euros whose invoice was made void. */
const books = (): Raw[] => {
  const delivery = {
    id: fulfilmentId(1),
    deliveredOn: '2026-01-02',
    lines: [{ line: '1', quantity: '1' }],
    exposureMinor: 700,
    at,
  };
  const order = anOrder([{ quantity: '1', unitPrice: '7', netMinor: 700 }], {
    fulfilments: [delivery],
    exposureMinor: 0,
    state: 'FULFILLED',
  });
  const invoice = anInvoice(1, 700, { orderId: order.id, fulfilmentId: delivery.id });
  const snapshot = {
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    dueOn: invoice.dueOn,
    currency: 'EUR',
    totals: { netMinor: 700, taxMinor: 0, grossMinor: 700, taxes: [] },
    seller: { id: 'main' },
  } as unknown as Snapshot;
  const { orders, deliveries } = givenBack(invoice, [order]);
  const on = '2026-01-03';
  const entries = [issueEntry(invoice, snapshot), voidEntry(invoice, snapshot, { on, reason: 'x' })];
  return [
    putInvoice('acme', voidOf(invoice, { on, at, by: 'key_1', reason: 'x' })),
    putMail('acme', heldBack(invoice, undefined, { id: 'mail_1', now: at })!),
    ...putOrder('acme', orders[0]!),
    putUnbilled('acme', waiting(orders[0]!, deliveries[0]!.delivery)),
  ]
    .map(({ put }) => put as Raw)
    .concat(entries.map((entry): Raw => ({ pk: 'acme#BOOK#2026-01', sk: entry!.kind, kind: 'act', entry })));
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: Date.parse('2026-02-01'), patienceMs: 0 })
    .filter(
      ({ rule, what }) => rule === 'invoice.void' || rule === 'order.invoiced' || /void|indexed/.test(what),
    )
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const of = (items: Raw[], kind: string) => items.find((item) => item.kind === kind)!;
const docOf = (items: Raw[], kind: string) => of(items, kind).doc as { fulfilments: { voided?: string[] }[] };

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'invoice.void: it is void, and something is open of it or stands against it',
    (items) => Object.assign(docOf(items, 'invoice'), { credits: ['crn_1'] }),
  ],
  [
    'invoice.void: it is ISSUED, and was made void',
    (items) => Object.assign(docOf(items, 'invoice'), { state: 'ISSUED' }),
  ],
  [
    'invoice.void: it is void, and its mail is SENT',
    (items) => Object.assign(docOf(items, 'mail'), { state: 'SENT' }),
  ],
  [
    'invoice.void: it is void, and its mail is not held back',
    (items) => items.splice(items.indexOf(of(items, 'mail')), 1),
  ],
  [
    'invoice.void: it is void, and a delivery of it was not given back',
    (items) => delete docOf(items, 'order').fulfilments[0]!.voided,
  ],
  [
    'invoice.void: it is void, and a delivery of it was not given back',
    (items) => items.splice(items.indexOf(of(items, 'unbilled')), 1),
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});
test('finds a reversal that is not booked', () => {
  const what = found((items) => items.pop());
  expect(what.join()).toContain('0 entries of kind void stand for 1 documents');
});
