import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { get } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { CustomerId } from '../customers/customer.ts';
import { Currency } from '../kernel/money.ts';
import { Account } from '../ledger/entry.ts';
import { Ageing, Dso, Ledger, Moment, TrialBalance } from './insight.ts';

const query = z.strictObject({
  asOf: LocalDate.optional().meta({
    description: 'Close of this day in the entity’s zone; today, or the day of `knownAt`, where absent.',
  }),
  knownAt: Moment.optional().meta({
    description:
      'Only what was in the books at this moment counts, and so the answer is the same for ever. Half a minute ago at the latest; all that there is where absent.',
  }),
  entity: EntityId.optional().meta({ description: 'The tenant’s first legal entity where absent.' }),
});
const days = query.omit({ asOf: true }).extend({
  currency: Currency.optional().meta({
    description: 'That of the entity’s books, or the customer’s, where absent.',
  }),
  from: LocalDate.optional().meta({ description: 'The first of the month of the last day where absent.' }),
  to: LocalDate.optional().meta({ description: 'Today where absent.' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}#act_[0-9a-hjkmnp-tv-z]{26}#\d{4}$/, 'must be `next` of the page before')
    .optional(),
});
const refusals = {
  'insights.entity_unknown': 404,
  'insights.too_far_ahead': 422,
  'insights.not_known_yet': 422,
} as const;

export const insightsApi = {
  getAgeing: get('/v1/ageing', {
    scope: 'finance:read',
    summary: 'Open receivables by days past due, per currency and customer',
    query: query.extend({
      by: z.enum(['due', 'issued']).default('due').meta({ description: 'By what it ages.' }),
    }),
    output: Ageing,
    refusals,
  }),
  getDso: get('/v1/dso', {
    scope: 'finance:read',
    summary: 'Days sales outstanding: simple, best possible and by countback',
    query: query.extend({ days: z.coerce.number().int().min(1).max(366).default(90) }),
    output: Dso,
    refusals,
  }),
  getTrialBalance: get('/v1/trial-balance', {
    scope: 'finance:read',
    summary: 'Every account’s debits, credits and balance',
    query,
    output: TrialBalance,
    refusals,
  }),
  getAccountLedger: get('/v1/ledger/accounts/{account}', {
    scope: 'finance:read',
    summary: 'One account over some days: opening, movements, closing',
    params: z.strictObject({ account: Account }),
    query: days,
    output: Ledger,
    refusals: { ...refusals, 'insights.range': 422 },
  }),
  getCustomerLedger: get('/v1/ledger/customers/{id}', {
    scope: 'finance:read',
    summary: 'What one customer owes over some days: opening, movements, closing',
    description:
      'Receivables and unapplied money, as on its statement of account; a deposit is no part of it until an invoice takes it up.',
    params: z.strictObject({ id: CustomerId }),
    query: days,
    output: Ledger,
    refusals: { ...refusals, 'insights.range': 422, 'customers.unknown': 404 },
  }),
};
