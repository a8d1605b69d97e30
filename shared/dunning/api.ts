/** Finance says how what is overdue is asked for, of whom, and of whom not. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { DunningHold, WantedHold } from '../customers/hold.ts';
import { Dunned } from '../invoices/state.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { get, post, put } from '../kernel/contract.ts';
import { CountedDays } from '../kernel/counted.ts';
import {
  Assigned,
  DunningPolicy,
  DunningPolicySet,
  DunningPreview,
  PolicyName,
  PolicyVersions,
} from './policy.ts';
import { DunningEffects } from './touch.ts';

const params = z.strictObject({ policy: PolicyName });
const refusals = {
  'dunning.assigned': 409,
  'dunning.too_many': 409,
  'dunning.entity_unknown': 422,
  'dunning.past': 422,
} as const;
const WantedOrNone = z.strictObject({
  hold: WantedHold.optional().meta({ description: 'Absent: whatever held it is lifted.' }),
});
const HoldOrNone = z.object({ hold: DunningHold.optional() });

export const dunningApi = {
  listDunningPolicies: get('/v1/dunning-policies', {
    scope: 'invoices:read',
    summary: 'Whom each dunning policy is for, in every version that holds or will hold',
    output: z.object({ data: z.array(Assigned) }),
  }),
  getDunningPolicy: get('/v1/dunning-policies/{policy}', {
    scope: 'invoices:read',
    summary: 'A dunning policy as it holds, and as it will',
    params,
    output: PolicyVersions,
    refusals: { 'dunning.unknown': 404 },
  }),
  setDunningPolicy: put('/v1/dunning-policies/{policy}', {
    scope: 'operations:write',
    summary: 'Write the next version of a dunning policy, for a day from today on',
    description:
      'An invoice is asked for under the policy that it was given, else that of its customer, of the customer’s segment, of its entity; without any, by the ' +
      'entity’s `reminders`. What has begun goes on under the version that it began with. An entity whose `reminders` are empty reminds nobody. ' +
      'One that is for nobody ends a policy.',
    params,
    body: DunningPolicySet,
    output: DunningPolicy,
    refusals,
  }),
  previewDunningPolicy: post('/v1/dunning-policies/{policy}/preview', {
    scope: 'invoices:read',
    summary: 'What the next run would send if this were the policy’s next version and held today',
    params,
    body: DunningPolicySet,
    output: DunningPreview,
    refusals,
  }),
  countDunningEffects: get('/v1/dunning-effects', {
    scope: 'invoices:read',
    summary: 'What notices bring: cash within seven days, against notices that were kept for a week',
    description:
      'By words, level and channel, of policies with a `holdOut`. Who waits is drawn, so that the two groups differ by the notice alone.',
    query: CountedDays,
    output: DunningEffects,
    refusals: { 'dunning.range': 422 },
  }),
  setInvoiceDunningPolicy: put('/v1/invoices/{id}/dunning-policy', {
    scope: 'plans:write',
    summary: 'Ask for an invoice under another policy from its next reminder on',
    params: z.strictObject({ id: InvoiceId }),
    body: z.strictObject({ policy: PolicyName }),
    output: Dunned,
    refusals: { 'invoices.unknown': 404, 'dunning.unknown': 404, 'dunning.nothing_open': 409 },
  }),
  setInvoiceDunningHold: put('/v1/invoices/{id}/dunning-hold', {
    scope: 'plans:write',
    summary: 'Remind nobody of an invoice for a while, or lift that',
    params: z.strictObject({ id: InvoiceId }),
    body: WantedOrNone,
    output: HoldOrNone,
    refusals: { 'invoices.unknown': 404 },
  }),
  setCustomerDunningHold: put('/v1/customers/{id}/dunning-hold', {
    scope: 'plans:write',
    summary: 'Remind a customer of nothing for a while, or not any more because it is insolvent or has died',
    params: z.strictObject({ id: CustomerId }),
    body: WantedOrNone,
    output: HoldOrNone,
    refusals: { 'customers.unknown': 404, 'customers.erased': 409 },
  }),
};
