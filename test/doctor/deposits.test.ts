/** The doctor on deposits: books as the rules and stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { prepaymentEntry } from '../../shared/deposits/prepayment.ts';
import type { Invoice, Snapshot } from '../../shared/invoices/invoice.ts';
import { sharesOf } from '../../shared/invoices/shares.ts';
import { takenUp } from '../../shared/invoices/take-up.ts';
import { putInvoice, putSnapshot } from '../../shared/invoices/store.ts';
import { putOrder } from '../../shared/orders/store.ts';
import { receive } from '../../shared/payments/rules.ts';
import { putPayment } from '../../shared/payments/store.ts';
import { anInvoice, anOrder, aPayment, fulfilmentId } from '../support/drawn.ts';

/** A request over 9 euros of which 6 were paid, and an invoice over 5 that took them up. */
const books = (): Raw[] => {
  const asked = anInvoice(1, 900, {
    number: 'AINV-2026-000001',
    fulfilmentId: undefined,
    remindOn: '2026-02-01',
  });
  const delivery = {
    id: fulfilmentId(2),
    deliveredOn: '2026-01-02',
    lines: [{ line: '1', quantity: '1' }],
    exposureMinor: 500,
    at: '2026-01-02T09:00:00.000Z',
  };
  const order = anOrder([{ quantity: '2', unitPrice: '5', netMinor: 1_000 }], {
    fulfilments: [delivery],
    exposureMinor: 500,
    state: 'PART_FULFILLED',
    deposits: [asked.id],
  });
  const request: Invoice = { ...asked, orderId: order.id, deposit: { orderId: order.id, taken: [] } };
  const came = receive(aPayment(1, 600), [{ invoice: request, reason: 'x' }]);
  const fresh = anInvoice(2, 500, { orderId: order.id, fulfilmentId: delivery.id });
  const up = takenUp(fresh, sharesOf(came.invoices, 500, 'EUR'), '2026-01-21');
  return [
    ...putOrder('acme', order),
    putInvoice('acme', up.invoice),
    putInvoice('acme', up.deposits[0]!),
    putPayment('acme', came.payment),
  ]
    .map(({ put }) => put as Raw)
    .concat(
      [came.entry, up.entry].map((entry): Raw => ({
        pk: 'acme#BOOK#2026-01',
        sk: entry!.kind,
        kind: 'act',
        entry,
      })),
    );
};
const RULES = /^(deposit\.|table\.index|invoice\.open)/;
const found = (change: (items: Raw[]) => void, of = books): string[] => {
  const items = structuredClone(of());
  change(items);
  return examine({ items, now: Date.parse('2026-02-01'), patienceMs: 0 })
    .filter(({ rule }) => RULES.test(rule))
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const docOf = (items: Raw[], kind: string) =>
  items.find((item) => item.kind === kind)!.doc as Record<string, never> & {
    deposit: { taken: { amount: { minor: number } }[]; closed?: object };
    settlements: { method: string; amount: { minor: number } }[];
    allocations: { amount: { minor: number } }[];
    deposits?: string[];
  };

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'deposit.liability: the ledger has 600 of it, and 100 are left',
    (items) =>
      items.splice(
        items.findIndex(({ sk }) => sk === 'deposit_taken'),
        1,
      ),
  ],
  [
    'deposit.once: the invoice took up 500, the deposit says 0',
    (items) => Object.assign(docOf(items, 'deposit').deposit, { taken: [] }),
  ],
  [
    'deposit.once: one invoice took it up 2 times',
    (items) => docOf(items, 'invoice').settlements.push(docOf(items, 'invoice').settlements[0]!),
  ],
  [
    'deposit.split: the deposit says that 600 were paid, the receipt says 0',
    (items) => Object.assign(docOf(items, 'payment'), { allocations: [] }),
  ],
  [
    'deposit.split: 600 were paid of 900, and 700 taken up',
    (items) => (docOf(items, 'deposit').deposit.taken[0]!.amount.minor = 700),
  ],
  [
    'deposit.split: 1 are asked for, and 600 of 900 were paid',
    (items) => Object.assign(docOf(items, 'deposit'), { open: { minor: 1, currency: 'EUR' } }),
  ],
  [
    'deposit.split: it is closed, and 100 of it are left',
    (items) => Object.assign(docOf(items, 'deposit').deposit, { closed: {} }),
  ],
  [
    'deposit.split: it is PAID and must be PART_PAID',
    (items) => Object.assign(docOf(items, 'deposit'), { state: 'PAID' }),
  ],
  [
    `deposit.order: it is of order ${anOrder([]).id}, and 0 orders name it`,
    (items) => delete docOf(items, 'order').deposits,
  ],
  [
    'table.index: g3 does not say where it is',
    (items) => delete (items.find(({ kind }) => kind === 'deposit') as Record<string, unknown>)['g3p'],
  ],
  [
    'table.index: g2 does not say where it is',
    (items) => delete (items.find(({ kind }) => kind === 'deposit') as Record<string, unknown>)['g2p'],
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});

/** The invoice of 11.90 that came in, of which an invoice over 5.95 took a half up. */
const taxed = (): Raw[] => {
  const groups = [{ category: 'S' as const, ratePpm: 190_000, baseMinor: 1_000, taxMinor: 190 }];
  const order = anOrder([{ quantity: '2', unitPrice: '5', netMinor: 1_000 }], {
    deposits: [anInvoice(1, 1).id],
  });
  const request = anInvoice(1, 1_190, {
    number: 'AINV-2026-000001',
    fulfilmentId: undefined,
    orderId: order.id,
    deposit: { orderId: order.id, taken: [] },
  });
  const came = receive(aPayment(1, 1_190), [{ invoice: request, reason: 'x' }]);
  const made = anInvoice(2, 1_190, { fulfilmentId: undefined, remindOn: undefined, orderId: order.id });
  const prepayment = { depositId: request.id, orderId: order.id, groups, taken: [], credited: [] };
  const totals = { netMinor: 1_000, taxMinor: 190, grossMinor: 1_190, taxes: groups };
  const { number, issuedOn, dueOn } = made;
  const snapshot = {
    number,
    issuedOn,
    dueOn,
    currency: 'EUR',
    totals,
    lines: [{ id: '1', netMinor: 1_000 }],
    buyer: { id: made.customerId },
  } as unknown as Snapshot;
  const money = takenUp({ ...made, prepayment }, sharesOf(came.invoices, 1_190, 'EUR'), '2026-01-21');
  const final = takenUp(anInvoice(3, 595), sharesOf([money.invoice], 595, 'EUR'), '2026-01-22');
  return [
    ...putOrder('acme', order),
    putInvoice('acme', money.deposits[0]!),
    putInvoice('acme', final.deposits[0]!),
    putInvoice('acme', final.invoice),
    putSnapshot('acme', made.id, snapshot),
    putPayment('acme', came.payment),
  ]
    .map(({ put }) => put as Raw)
    .concat(
      [came.entry, prepaymentEntry(made, snapshot), money.entry, final.entry].map((entry): Raw => ({
        pk: 'acme#BOOK#2026-01',
        sk: entry!.kind,
        kind: 'act',
        entry,
      })),
    );
};
const ofMoney = (items: Raw[]) =>
  items.find(({ kind, doc }) => kind === 'invoice' && (doc as Invoice).prepayment) as Raw & {
    doc: { prepayment: { taken: { amount: { minor: number } }[]; credited: object[] } };
    g2p?: string;
  };
test('finds nothing in invoices of money that are right', () => {
  expect(found(() => {}, taxed)).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'deposit.liability: the ledger has -500 of it, and 500 are left',
    (items) =>
      items.splice(
        items.findIndex(({ sk }) => sk === 'prepayment'),
        1,
      ),
  ],
  [
    'deposit.split: a part that was taken up is not its net and its tax',
    (items) => (ofMoney(items).doc.prepayment.taken[0]!.amount.minor = 594),
  ],
  [
    'deposit.split: credit notes took 0 of it back, and it says 100',
    (items) => ofMoney(items).doc.prepayment.credited.push({ baseMinor: 100, taxMinor: 0 }),
  ],
  [
    'deposit.split: more of it was used than came in',
    (items) => ofMoney(items).doc.prepayment.credited.push({ baseMinor: 600, taxMinor: 0 }),
  ],
  ['table.index: g2 does not say where it is', (items) => delete ofMoney(items).g2p],
])('finds %s', (what, change) => {
  expect(found(change, taxed).join('\n')).toContain(what);
});
