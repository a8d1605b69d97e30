/** Yesterday's partners and workers understand what we say today: a removal or another meaning fails. */
import { beforeAll, describe, expect, test } from 'vitest';
import { breaks, current, golden, type Contracts } from './contracts.ts';

let now: Contracts;
beforeAll(async () => {
  now = await current();
});

test('nothing is gone and nothing means something else', () => {
  expect(breaks(golden(), now)).toEqual([]);
});
test('what was added is recorded: npm run contracts:record', () => {
  expect(now).toEqual(golden());
});

describe('the comparison', () => {
  /** A copy of today's contracts, changed in one place. */
  const changed = (change: (contracts: never) => void): Contracts => {
    const copy = structuredClone(now);
    change(copy as never);
    return copy;
  };
  // eslint-disable-next-line typescript/no-explicit-any -- arbitrary JSON is changed in arbitrary places.
  type Any = any;

  test.each<[string, (c: Any) => void]>([
    ['an operation that is gone', (c) => delete c.operations.placeOrder],
    ['another scope', (c) => (c.operations.placeOrder.scope = 'orders:read')],
    ['another path', (c) => (c.operations.getOrder.path = '/v2/orders/{id}')],
    [
      'a refusal that has another status',
      (c) => (c.operations.placeOrder.refusals['orders.duplicate'] = 422),
    ],
    ['an event that is gone', (c) => delete c.events['invoice.issued']],
    ['a field of an event that is gone', (c) => delete c.events['invoice.issued'].properties.dueOn],
    ['a field of an event that may be absent', (c) => c.events['invoice.issued'].required.pop()],
    ['a field of an answer that is gone', (c) => delete c.openapi.schemas.Order.properties.totals],
    [
      'a field of an answer of another type',
      (c) => (c.openapi.schemas.Invoice.properties.overdueDays.type = 'string'),
    ],
    ['a field of a request that is gone', (c) => delete c.openapi.schemas.PlaceOrder.properties.poNumber],
    [
      'a field of a request that is newly required',
      (c) => c.openapi.schemas.PlaceOrder.required.push('poNumber'),
    ],
    [
      'a new field of a request that is required',
      (c) => (
        (c.openapi.schemas.PlaceOrder.properties.urgency = { type: 'string' }),
        c.openapi.schemas.PlaceOrder.required.push('urgency')
      ),
    ],
    ['a narrower request', (c) => (c.openapi.schemas.PlaceOrder.properties.lines.maxItems = 100)],
    [
      'a request that is held against a pattern',
      (c) => (c.openapi.schemas.Money.properties.minor.multipleOf = 5),
    ],
    ['a state that is gone', (c) => c.openapi.schemas.OrderState.enum.pop()],
    ['a query parameter that is gone', (c) => c.openapi.paths['/v1/orders'].get.parameters.pop()],
  ])('finds %s', (_, change) => {
    expect(breaks(now, changed(change))).not.toEqual([]);
  });

  test.each<[string, (c: Any) => void]>([
    [
      'a new operation',
      (c) => (c.operations.splitOrder = { ...c.operations.placeOrder, path: '/v1/orders/{id}/split' }),
    ],
    ['a body that may be left out', (c) => (c.openapi.paths['/v1/orders'].post.requestBody.required = false)],
    ['a new refusal', (c) => (c.operations.placeOrder.refusals['orders.closed'] = 409)],
    ['a new event', (c) => (c.events['order.split'] = {})],
    [
      'a new field of an event',
      (c) => (
        (c.events['invoice.issued'].properties.note = { type: 'string' }),
        c.events['invoice.issued'].required.push('note')
      ),
    ],
    [
      'a new field of an answer',
      (c) => (
        (c.openapi.schemas.Order.properties.note = { type: 'string' }),
        c.openapi.schemas.Order.required.push('note')
      ),
    ],
    [
      'a new optional field of a request',
      (c) => (c.openapi.schemas.PlaceOrder.properties.note = { type: 'string' }),
    ],
    ['a new state', (c) => c.openapi.schemas.OrderState.enum.push('RETURNED')],
  ])('passes %s', (_, change) => {
    expect(breaks(now, changed(change))).toEqual([]);
    expect(changed(change)).not.toEqual(now);
  });
});
