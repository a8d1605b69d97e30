/** What partner systems and sales may do with orders. */
import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Text } from '../kernel/party.ts';
import { FulfilOrder, Order, OrderId, OrderState, PlaceOrder } from './order.ts';

const params = z.strictObject({ id: OrderId });

export const ordersApi = {
  placeOrder: post('/v1/orders', {
    scope: 'orders:write',
    summary: 'Place an order',
    description:
      'Priced, taxed and credit-checked at once: the answer says CONFIRMED, or HELD with every reason.',
    body: PlaceOrder,
    status: 201,
    output: Order,
    refusals: {
      'orders.duplicate': 409,
      'orders.customer_unknown': 422,
      'orders.entity_unknown': 422,
      'tax.rate_unknown': 422,
      'pricing.too_large': 422,
    },
  }),
  getOrder: get('/v1/orders/{id}', {
    scope: 'orders:read',
    summary: 'One order',
    params,
    output: Order,
    refusals: { 'orders.unknown': 404 },
  }),
  listOrders: get('/v1/orders', {
    scope: 'orders:read',
    summary: 'Orders, newest first; or all that are held, oldest first',
    query: Page.extend({ state: OrderState.extract(['HELD']).optional() }),
    output: listOf(Order),
  }),
  releaseOrder: post('/v1/orders/{id}/release', {
    scope: 'orders:release',
    summary: 'Confirm a held order in spite of its reasons',
    params,
    description:
      'With `until`, the reasons of this order do not hold the customer again up to that day: they are tested, and listed as `waived`.',
    body: z.strictObject({ reason: Text(300, 3), until: LocalDate.optional() }),
    output: Order,
    refusals: { 'orders.unknown': 404, 'orders.not_held': 409, 'orders.grace_over': 422 },
  }),
  cancelOrder: post('/v1/orders/{id}/cancel', {
    scope: 'orders:write',
    summary: 'Cancel an order of which nothing was delivered',
    params,
    body: z.strictObject({ reason: Text(300, 3) }),
    output: Order,
    refusals: { 'orders.unknown': 404, 'orders.not_cancellable': 409 },
  }),
  fulfilOrder: post('/v1/orders/{id}/fulfilments', {
    scope: 'orders:write',
    summary: 'Report a delivery; its invoice follows by itself',
    params,
    body: FulfilOrder,
    status: 201,
    output: Order,
    refusals: {
      'orders.unknown': 404,
      'orders.not_fulfillable': 409,
      'orders.line_unknown': 422,
      'orders.over_delivered': 422,
      'orders.delivery_date': 422,
    },
  }),
};
