/** What partner systems and sales may do with orders. */
import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Text } from '../kernel/party.ts';
import { AskQuote, Quote, QuoteId } from '../agreements/agreement.ts';
import { CollectiveId, PlanPart } from './bill.ts';
import { AmendOrder, FulfilOrder, Order, OrderId, OrderState, PlaceOrder, ReturnGoods } from './order.ts';
import { ToBeBilled, Unbilled } from './unbilled.ts';

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
    refusals: { ...refusedBasket, 'orders.duplicate': 409, 'orders.plan_invalid': 422 },
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
      'orders.plan_invalid': 422,
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
  reachMilestone: post('/v1/orders/{id}/milestones/{milestone}/reached', {
    scope: 'orders:write',
    summary: 'Report a milestone of an order as reached; the invoice of its part follows by itself',
    description:
      'The part that takes the rest is billed last. Nothing is billed twice, by quantity or by amount.',
    params: params.extend({ milestone: PlanPart.shape.id }),
    body: z.strictObject({
      on: LocalDate.optional().meta({ description: 'The day of the supply; today where absent.' }),
    }),
    output: Order,
    refusals: {
      'orders.unknown': 404,
      'orders.milestone_unknown': 404,
      'orders.milestone_billed': 409,
      'orders.milestone_early': 409,
      'orders.not_billable': 409,
      'orders.over_billed': 409,
      'orders.nothing_to_bill': 409,
      'orders.delivery_date': 422,
    },
  }),
  billOrder: post('/v1/orders/{id}/billing-events', {
    scope: 'orders:write',
    summary: 'Invoice together what was delivered of an order and waits, or bill anew what was made void',
    params,
    body: z.strictObject({
      event: Text(100, 3).optional().meta({ description: 'What happened; it stands in the act.' }),
    }),
    status: 202,
    output: ToBeBilled,
    refusals: { 'orders.unknown': 404, 'orders.nothing_to_bill': 409 },
  }),
  listUnbilled: get('/v1/unbilled-deliveries', {
    scope: 'invoices:read',
    summary: 'Deliveries that wait to be invoiced together, the soonest period first',
    query: Page.extend({ collective: CollectiveId.optional() }),
    output: listOf(Unbilled),
  }),
  billCollective: post('/v1/unbilled-deliveries/{id}/issue', {
    scope: 'invoices:write',
    summary: 'Invoice the deliveries of a collective now, before their period is over',
    params: z.strictObject({ id: CollectiveId }),
    status: 202,
    output: ToBeBilled,
    refusals: { 'orders.collective_unknown': 404, 'orders.nothing_to_bill': 409 },
  }),
};
