/** What partner systems and sales may do with orders. */
import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Text } from '../kernel/party.ts';
import { AskQuote, Quote, QuoteId } from '../agreements/agreement.ts';
import { AmendOrder, FulfilOrder, Order, OrderId, OrderState, PlaceOrder, ReturnGoods } from './order.ts';

const params = z.strictObject({ id: OrderId });
const refusedTax = {
  'tax.rate_unknown': 422,
  'tax.oss_unsupported': 422,
  'tax.vat_id_required': 422,
  'tax.mixed_scope': 422,
} as const;
const refusedPrice = {
  'pricing.too_large': 422,
  'pricing.price_unknown': 422,
  'pricing.discount_invalid': 422,
} as const;
const refusedParties = {
  'orders.customer_unknown': 422,
  'orders.entity_unknown': 422,
  'orders.contract_unknown': 422,
} as const;
const refusedBasket = {
  ...refusedParties,
  ...refusedTax,
  ...refusedPrice,
  'agreements.terms_unknown': 422,
  'orders.no_lines': 422,
  'orders.quote_unknown': 422,
  'orders.quote_used': 409,
  'orders.quote_only': 422,
} as const;

export const ordersApi = {
  placeOrder: post('/v1/orders', {
    scope: 'orders:write',
    summary: 'Place an order',
    description:
      'Priced, taxed and credit-checked at once: the answer says CONFIRMED, or HELD with every reason.',
    body: PlaceOrder,
    status: 201,
    output: Order,
    refusals: { ...refusedBasket, 'orders.duplicate': 409 },
  }),
  quote: post('/v1/quotes', {
    scope: 'orders:write',
    summary: 'Price a basket without placing it',
    description:
      'The same code as an order, with an explanation line by line and what placing it would answer. Nothing is kept unless asked.',
    body: AskQuote,
    status: 201,
    output: Quote,
    refusals: { ...refusedBasket, 'orders.quote_validity': 422 },
  }),
  getQuote: get('/v1/quotes/{id}', {
    scope: 'orders:read',
    summary: 'One kept quote',
    params: z.strictObject({ id: QuoteId }),
    output: Quote,
    refusals: { 'orders.quote_unknown': 404 },
  }),
  amendOrder: post('/v1/orders/{id}/amendments', {
    scope: 'orders:write',
    summary: 'Change, add or remove lines of which nothing was delivered',
    description:
      'Priced again with the credit that the difference asks for; where that is not there, the order is HELD.',
    params,
    body: AmendOrder,
    status: 201,
    output: Order,
    refusals: {
      ...refusedParties,
      ...refusedTax,
      ...refusedPrice,
      'orders.unknown': 404,
      'orders.not_amendable': 409,
      'orders.line_unknown': 422,
      'orders.line_delivered': 422,
      'orders.no_lines': 422,
    },
  }),
  returnGoods: post('/v1/orders/{id}/returns', {
    scope: 'orders:write',
    summary: 'Accept delivered goods back; a credit follows',
    params,
    body: ReturnGoods,
    status: 201,
    output: Order,
    refusals: { 'orders.unknown': 404, 'orders.line_unknown': 422, 'orders.over_returned': 422 },
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
