/** Sales says what is sold by the period, partners subscribe their customers to it and report what was used. */
import * as z from 'zod';
import { AgreementId } from '../agreements/agreement.ts';
import { CustomerId } from '../customers/customer.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { Plan, PlanHead, PlanProfile } from './plan.ts';
import { Period, PreviewedBill, SubscriptionId, SubscriptionView, UsageRecord } from './subscription.ts';
import { ChangeNumber, PriceChangePreview, PriceChangeView } from './price-change.ts';
import { Change, ChangePrices, CreateSubscription } from './wanted.ts';

const plan = z.strictObject({ plan: AgreementId });
const params = z.strictObject({ id: SubscriptionId });
const unknown = { 'subscriptions.unknown': 404 } as const;
const refusedPlan = { 'subscriptions.plan_unknown': 422, 'subscriptions.too_large': 422 } as const;
const refusedChange = {
  ...unknown,
  ...refusedPlan,
  'subscriptions.ended': 409,
  'subscriptions.order_held': 409,
  'subscriptions.minimum_term': 409,
  'subscriptions.not_paused': 409,
  'subscriptions.paused': 409,
  'subscriptions.other_currency': 422,
  'subscriptions.other_plan': 409,
  'subscriptions.day_over': 422,
  'subscriptions.no_price_announced': 409,
  'subscriptions.nothing_changes': 409,
} as const;
/** What pricing a bill as an order of today may meet. */
const refusedBill = {
  'orders.customer_unknown': 422,
  'orders.entity_unknown': 422,
  'orders.contract_unknown': 422,
  'orders.no_lines': 422,
  'orders.quote_unknown': 422,
  'orders.quote_used': 409,
  'orders.quote_only': 422,
  'agreements.terms_unknown': 422,
  'pricing.price_unknown': 422,
  'pricing.too_large': 422,
  'pricing.discount_invalid': 422,
  'tax.rate_unknown': 422,
  'tax.oss_unsupported': 422,
  'tax.vat_id_required': 422,
  'tax.mixed_scope': 422,
} as const;

export const subscriptionsApi = {
  putPlan: put('/v1/plans/{plan}', {
    scope: 'prices:write',
    summary: 'Create a plan or its next version',
    description:
      'Versions never change. New subscriptions take the one in force; those that are there keep theirs until their price is changed with notice.',
    params: plan,
    body: PlanProfile,
    output: Plan,
    refusals: { 'subscriptions.plan_prices': 422, 'subscriptions.plan_currency': 409 },
  }),
  getPlan: get('/v1/plans/{plan}', {
    scope: 'prices:read',
    summary: 'A plan in its newest version, or in the one asked for',
    params: plan,
    query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
    output: Plan,
    refusals: { 'subscriptions.plan_unknown': 404 },
  }),
  listPlans: get('/v1/plans', {
    scope: 'prices:read',
    summary: 'Plans by code, with their versions',
    query: Page,
    output: listOf(PlanHead),
  }),
  changePrices: post('/v1/plans/{plan}/price-changes', {
    scope: 'subscriptions:write',
    summary: 'Give all subscribers of a plan a version of it, with notice',
    description:
      'Announced to one after the other, from the first period on that begins after the notice; each customer is told by one mail, ' +
      'once all subscriptions have it. One at a time. Who cannot get it now is told in `refusals`, and keeps the price.',
    params: plan,
    body: ChangePrices,
    status: 202,
    output: PriceChangeView,
    refusals: { 'subscriptions.plan_unknown': 422, 'subscriptions.price_change_under_way': 409 },
  }),
  previewPrices: post('/v1/plans/{plan}/price-changes/preview', {
    scope: 'subscriptions:read',
    summary:
      'How many subscriptions and customers a change of prices is for, and what it is worth; nothing is kept',
    params: plan,
    body: ChangePrices,
    output: PriceChangePreview,
    refusals: { 'subscriptions.plan_unknown': 422 },
  }),
  listPriceChanges: get('/v1/plans/{plan}/price-changes', {
    scope: 'subscriptions:read',
    summary: 'Changes of prices for all subscribers of a plan, newest first, and how far they are',
    params: plan,
    query: Page,
    output: listOf(PriceChangeView),
  }),
  takeBackPrices: post('/v1/plans/{plan}/price-changes/{number}/take-back', {
    scope: 'subscriptions:write',
    summary: 'Let everybody keep the price who has not got the new one yet',
    description: 'Mails that have not gone out do not; where the new price has begun it stays.',
    params: plan.extend({ number: ChangeNumber }),
    status: 202,
    output: PriceChangeView,
    refusals: {
      'subscriptions.price_change_unknown': 404,
      'subscriptions.price_change_taken_back': 409,
    },
  }),
  createSubscription: post('/v1/subscriptions', {
    scope: 'subscriptions:write',
    summary: 'Subscribe a customer to a plan',
    description:
      'Billed by itself, as orders of the source `subscription`: now where it begins today and is billed in advance.',
    body: CreateSubscription,
    status: 201,
    output: SubscriptionView,
    refusals: {
      ...refusedPlan,
      'subscriptions.customer_unknown': 422,
      'subscriptions.entity_unknown': 422,
      'subscriptions.other_currency': 422,
      'subscriptions.start': 422,
      'agreements.terms_unknown': 422,
    },
  }),
  getSubscription: get('/v1/subscriptions/{id}', {
    scope: 'subscriptions:read',
    summary: 'One subscription',
    params,
    output: SubscriptionView,
    refusals: unknown,
  }),
  listSubscriptions: get('/v1/subscriptions', {
    scope: 'subscriptions:read',
    summary:
      'Subscriptions, newest first: all, of a customer, or those that are not billed until somebody looked',
    query: Page.extend({ customer: CustomerId.optional(), parked: z.literal('true').optional() }),
    output: listOf(SubscriptionView),
  }),
  listSubscriptionPeriods: get('/v1/subscriptions/{id}/periods', {
    scope: 'subscriptions:read',
    summary: 'Periods of a subscription with what was billed of them, newest first',
    params,
    query: Page,
    output: listOf(Period),
    refusals: unknown,
  }),
  changeSubscription: post('/v1/subscriptions/{id}/changes', {
    scope: 'subscriptions:write',
    summary: 'Change, pause, resume or cancel a subscription, or give it a new price with notice',
    description:
      'What was billed and is not had any more is credited, what is had beyond it is billed, both by days and by themselves. A change replaces what had been planned for later days.',
    params,
    body: Change,
    status: 201,
    output: SubscriptionView,
    refusals: refusedChange,
  }),
  previewSubscription: post('/v1/subscriptions/{id}/preview', {
    scope: 'subscriptions:read',
    summary: 'What will be billed, as it is or with a change',
    description: 'By the code that bills, at the prices and taxes of today. Nothing is kept.',
    params,
    body: z
      .strictObject({
        change: Change.optional(),
        bills: z
          .int()
          .min(0)
          .max(12)
          .default(1)
          .meta({ description: 'How many after those that are due now.' }),
      })
      .meta({ id: 'PreviewSubscription' }),
    output: z.object({ bills: z.array(PreviewedBill) }).meta({ id: 'SubscriptionPreview' }),
    refusals: { ...refusedChange, ...refusedBill },
  }),
  recordUsage: post('/v1/subscriptions/{id}/usage', {
    scope: 'subscriptions:write',
    summary: 'Tell what was used; billed when its period is over, or with the next bill where it comes late',
    params,
    body: z.strictObject({ records: z.array(UsageRecord).min(1).max(50) }).meta({ id: 'RecordUsage' }),
    status: 201,
    output: z
      .object({
        counted: z.int(),
        known: z.int().meta({ description: 'Records that had come before, with the same content.' }),
      })
      .meta({ id: 'UsageRecorded' }),
    refusals: {
      ...unknown,
      'subscriptions.ended': 409,
      'subscriptions.usage_conflict': 409,
      'subscriptions.usage_invalid': 422,
    },
  }),
  resumeBilling: post('/v1/subscriptions/{id}/resume-billing', {
    scope: 'subscriptions:write',
    summary: 'Bill a parked subscription again, once its reason is gone',
    params,
    body: z.strictObject({ reason: Text(300, 3) }).meta({ id: 'ResumeBilling' }),
    output: SubscriptionView,
    refusals: { ...unknown, 'subscriptions.not_parked': 409 },
  }),
};
