import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { get } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Ageing, Dso, TrialBalance } from './insight.ts';

const query = z.strictObject({
  asOf: LocalDate.optional().meta({
    description: 'Close of this day in the entity’s zone; today where absent.',
  }),
  entity: EntityId.optional().meta({ description: 'The tenant’s first legal entity where absent.' }),
});
const refusals = { 'insights.entity_unknown': 404, 'insights.too_far_ahead': 422 } as const;

export const insightsApi = {
  getAgeing: get('/v1/ageing', {
    scope: 'finance:read',
    summary: 'Open receivables by days past due, per currency and customer',
    query,
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
};
