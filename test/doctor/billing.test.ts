/** The doctor on what is billed apart from deliveries, on deliveries that wait for each other, and on debts in parts: each rule once broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import { putOrder, putUnbilled } from '../../shared/orders/store.ts';
import { anInvoice } from '../support/drawn.ts';

const at = '2026-03-02T09:00:00.000Z';
const found = (now: string, ...writes: { put?: object }[]): [string, string][] =>
  examine({ items: writes.map(({ put }) => put as Raw), now: Date.parse(now), patienceMs: 3_600_000 })
    .map(({ rule, what }): [string, string] => [rule, what])
    .filter(
      ([rule, what]) =>
        /^order\.(billed|unbilled|period_over)$|^table\.index$/.test(rule) || what.includes('instalment'),
    );
const soon = '2026-03-02T10:00:00.000Z';

const bill = (id: string, part: string, netMinor: number) => ({
  id,
  part,
  at,
  taxes: [],
  exposureMinor: netMinor,
  lines: [{ line: '1', netMinor }],
});
const order = (over: object) =>
  putOrder('acme', {
    id: 'ord_1',
    version: 2,
    customerId: 'cus_1',
    currency: 'EUR',
    state: 'PART_FULFILLED',
    exposureMinor: 0,
    totals: { grossMinor: 100 },
    lines: [{ id: '1', quantity: '2', fulfilled: '1', netMinor: 100 }],
    fulfilments: [],
    ...over,
  } as never)[0]!;
const waiting = (over: object = {}) =>
  putUnbilled('acme', {
    id: 'ful_1',
    version: 1,
    collective: 'col_1',
    orderId: 'ord_1',
    closesOn: '2026-03-31',
    ...over,
  } as never);
const plan = [{ id: 'a' }, { id: 'b' }];

test('nothing is wrong with a plan that is billed part by part, and with what waits for its period', () => {
  const bills = [bill('bil_1', 'a', 30), bill('bil_2', 'b', 70)];
  expect(found(soon, order({ billing: { on: 'milestone' }, plan, bills }))).toEqual([]);
  const collected = order({
    billing: { on: 'fulfilment', consolidate: { every: 'month' } },
    fulfilments: [{ id: 'ful_1', at, exposureMinor: 50, lines: [{ line: '1', quantity: '1' }] }],
  });
  expect(found(soon, collected, waiting())).toEqual([]);
  expect(found('2026-04-02T00:00:00.000Z', collected, waiting())).toEqual([]);
});

test('more was billed than a line is worth, a part twice, or one of no plan', () => {
  const of = (...bills: object[]) => found(soon, order({ billing: { on: 'milestone' }, plan, bills }));
  expect(of(bill('bil_1', 'a', 30), bill('bil_2', 'b', 71))).toEqual([
    ['order.billed', 'line 1 is worth 100, and 101 are billed'],
    ['order.billed', 'its bills took more of the credit along than it is worth'],
  ]);
  expect(of(bill('bil_1', 'a', 30), bill('bil_2', 'a', 30))).toEqual([
    ['order.billed', 'its bills are of a, a, its plan has 2 parts'],
  ]);
  expect(of(bill('bil_1', 'c', 30))).toEqual([['order.billed', 'its bills are of c, its plan has 2 parts']]);
});

test('a delivery that neither waits nor did, is not found, is late, or is not on the invoice that it names', () => {
  const collected = order({
    billing: { on: 'event' },
    fulfilments: [{ id: 'ful_1', at, exposureMinor: 50, lines: [{ line: '1', quantity: '1' }] }],
  });
  expect(found(soon, collected)).toEqual([['order.unbilled', 'a delivery of it neither waits nor did']]);
  const { put } = waiting();
  expect(found(soon, collected, { put: { ...put, g1s: 'elsewhere' } })).toEqual([
    ['order.unbilled', 'g1 does not say where it is'],
  ]);
  expect(found('2026-04-02T02:00:00.000Z', collected, waiting())).toEqual([
    ['order.period_over', 'its period was over on 2026-03-31, and it is not invoiced'],
  ]);
  expect(found(soon, collected, waiting({ invoiceId: 'inv_1' }))).toEqual([
    ['order.unbilled', 'it is not on inv_1'],
  ]);
});

test('instalments that are not the total, do not rise, or are not what the invoice is found by', () => {
  const parts = [
    { dueOn: '2026-01-16', minor: 40 },
    { dueOn: '2026-02-16', minor: 60 },
  ];
  const of = (over: object) => found(soon, putInvoice('acme', anInvoice(1, 100, over)));
  expect(of({ instalments: parts })).toEqual([]);
  expect(of({ instalments: parts, dueOn: '2026-02-16' })).toEqual([
    ['invoice.open', 'it is due on 2026-02-16, and its oldest open instalment on 2026-01-16'],
  ]);
  const wrong = [['invoice.open', 'its instalments are not its total by rising days']];
  expect(of({ instalments: [parts[0], { ...parts[1], minor: 61 }] })).toEqual(wrong);
  expect(
    of({
      instalments: [
        { ...parts[1], dueOn: '2026-01-16', minor: 40 },
        { ...parts[1], dueOn: '2026-01-16' },
      ],
    }),
  ).toEqual(wrong);
});
