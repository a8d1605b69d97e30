/** Collectors and finance agree on instalments with a payer, look at how they are kept, and call them off. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Approval } from '../approvals/approval.ts';
import { CustomerId } from '../customers/customer.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { AgreePlan, PaymentPlan, PlanId, PlanPolicy, PlanPolicySet, PlanPreview, PlanView } from './plan.ts';

const params = z.strictObject({ id: PlanId });
const unfit = {
  'plans.invoice_unknown': 422,
  'plans.mixed': 422,
  'plans.nothing_open': 409,
  'plans.disputed': 409,
  'plans.in_plan': 409,
  'plans.with_agency': 409,
  'plans.schedule': 422,
  'plans.policy': 422,
  'plans.too_many': 409,
  'plans.replaced_unknown': 422,
} as const;

export const plansApi = {
  agreePaymentPlan: post('/v1/payment-plans', {
    scope: 'plans:write',
    summary: 'Agree on instalments in the place of the due dates of one or several invoices',
    description:
      'From now on an instalment is what is due: reminders, ageing, the pages for payers and holds by what is overdue follow. The payer gets the ' +
      'schedule by mail. Above the amount that the entity’s policy says it is answered with 202 and an approval, which is of these days and amounts.',
    body: AgreePlan,
    status: 201,
    output: PaymentPlan,
    awaits: Approval,
    refusals: unfit,
  }),
  previewPaymentPlan: post('/v1/payment-plan-preview', {
    scope: 'plans:write',
    summary: 'What a plan would be: its instalments, and which part of which invoice falls due when',
    body: AgreePlan,
    output: PlanPreview,
    refusals: unfit,
  }),
  listPaymentPlans: get('/v1/payment-plans', {
    scope: 'invoices:read',
    summary: 'Payment plans, newest first; or those that are open, oldest first',
    query: Page.extend({ state: z.literal('OPEN').optional() }),
    output: listOf(PaymentPlan),
  }),
  listPaymentPlansOfCustomer: get('/v1/customers/{id}/payment-plans', {
    scope: 'invoices:read',
    summary: 'Payment plans of a customer, newest first',
    params: z.strictObject({ id: CustomerId }),
    query: Page,
    output: listOf(PaymentPlan),
    refusals: { 'customers.unknown': 404 },
  }),
  getPaymentPlan: get('/v1/payment-plans/{id}', {
    scope: 'invoices:read',
    summary: 'One payment plan, and what is owed of it by now',
    params,
    output: PlanView,
    refusals: { 'plans.unknown': 404 },
  }),
  cancelPaymentPlan: post('/v1/payment-plans/{id}/cancel', {
    scope: 'plans:write',
    summary: 'Call a payment plan off: its invoices are due as they were before',
    params,
    body: z.strictObject({ reason: Text(300, 3) }),
    output: PaymentPlan,
    refusals: { 'plans.unknown': 404, 'plans.over': 409 },
  }),
  getPaymentPlanPolicy: get('/v1/entities/{id}/payment-plan-policy', {
    scope: 'invoices:read',
    summary: 'Which payment plans a legal entity agrees to',
    params: z.strictObject({ id: EntityId }),
    output: PlanPolicy,
    refusals: { 'plans.entity_unknown': 404 },
  }),
  setPaymentPlanPolicy: put('/v1/entities/{id}/payment-plan-policy', {
    scope: 'entities:write',
    summary: 'Say which payment plans a legal entity agrees to; plans that exist stay as they are',
    params: z.strictObject({ id: EntityId }),
    body: PlanPolicySet,
    output: PlanPolicy,
    refusals: { 'plans.entity_unknown': 404 },
  }),
};
