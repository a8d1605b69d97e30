/** Collectors take promises to pay, look at how they are kept, and say which ones the company takes. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { CountedDays } from '../kernel/counted.ts';
import { Text } from '../kernel/party.ts';
import {
  MakePromise,
  PaymentPromise,
  PromiseId,
  PromiseRate,
  PromiseRules,
  PromiseRuleSet,
} from './promise.ts';

const params = z.strictObject({ id: PromiseId });
const ofCustomer = z.strictObject({ id: CustomerId });

export const promisesApi = {
  makePromise: post('/v1/customers/{id}/promises', {
    scope: 'plans:write',
    summary: 'Take a promise to pay by a day',
    description:
      'Nobody is reminded of what was promised until the day and its days of grace are over; the rest of the invoices is asked for. It is judged by the money ' +
      'that settles them since. The payer gets a confirmation by mail. A promise for the same invoices takes the place of one before.',
    params: ofCustomer,
    body: MakePromise,
    status: 201,
    output: PaymentPromise,
    refusals: {
      'customers.unknown': 404,
      'promises.invoice_unknown': 422,
      'promises.mixed': 422,
      'promises.nothing_open': 409,
      'promises.disputed': 409,
      'promises.in_plan': 409,
      'promises.with_agency': 409,
      'promises.collected': 409,
      'promises.amount': 422,
      'promises.date': 422,
      'promises.too_many': 409,
    },
  }),
  listPromisesOfCustomer: get('/v1/customers/{id}/promises', {
    scope: 'invoices:read',
    summary: 'Promises of a customer, newest first',
    params: ofCustomer,
    query: Page,
    output: listOf(PaymentPromise),
    refusals: { 'customers.unknown': 404 },
  }),
  listPromises: get('/v1/promises', {
    scope: 'invoices:read',
    summary: 'Promises to pay, newest first; or those whose day is not over, oldest first',
    query: Page.extend({ state: z.literal('OPEN').optional() }),
    output: listOf(PaymentPromise),
  }),
  getPromise: get('/v1/promises/{id}', {
    scope: 'invoices:read',
    summary: 'One promise to pay',
    params,
    output: PaymentPromise,
    refusals: { 'promises.unknown': 404 },
  }),
  cancelPromise: post('/v1/promises/{id}/cancel', {
    scope: 'plans:write',
    summary: 'Call a promise off: its invoices are asked for as before',
    params,
    body: z.strictObject({ reason: Text(300, 3) }),
    output: PaymentPromise,
    refusals: { 'promises.unknown': 404, 'promises.over': 409 },
  }),
  getPromiseRate: get('/v1/promise-rate', {
    scope: 'finance:read',
    summary: 'How many promises were kept, by count and by value, and by who took them',
    query: CountedDays,
    output: PromiseRate,
    refusals: { 'promises.range': 422 },
  }),
  getPromiseRules: get('/v1/promise-rules', {
    scope: 'invoices:read',
    summary: 'Which promises to pay are taken',
    output: PromiseRules,
  }),
  setPromiseRules: put('/v1/promise-rules', {
    scope: 'entities:write',
    summary: 'Say which promises to pay are taken; those that were given stay as they are',
    body: PromiseRuleSet,
    output: PromiseRules,
  }),
};
