/** What may come back of an order. */
import { expect, test } from 'vitest';
import { fulfil, takeBack } from '../../../shared/orders/rules.ts';
import { anOrder, fulfilmentId } from '../../support/drawn.ts';

const at = '2026-01-02T09:00:00.000Z';
const made = { id: `ret_${'0'.repeat(26)}`, at } as const;
const order = anOrder([{ quantity: '10', unitPrice: '1', netMinor: 1_000 }]);

test('nothing is no return: of an order of which nothing came, and of one of which all is back', () => {
  const nothing = { ok: false, code: 'orders.over_returned' };
  expect(takeBack(order, { lines: [], reason: 'x' }, made)).toMatchObject(nothing);
  const came = fulfil(order, undefined, { id: fulfilmentId(1), deliveredOn: '2026-01-02', at });
  if (!came.ok) throw new Error(came.code);
  const back = takeBack(came.value, { lines: [{ line: '1', quantity: '10' }], reason: 'x' }, made);
  expect(back).toMatchObject({ ok: true, value: { returns: [{ lines: [{ quantity: '10' }] }] } });
  if (!back.ok) throw new Error(back.code);
  expect(takeBack(back.value, { lines: [], reason: 'x' }, made)).toMatchObject(nothing);
});
