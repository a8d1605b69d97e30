/** How a customer has paid, and whether credit accounts are what the books add up to. */
import * as z from 'zod';
import { get } from '../kernel/contract.ts';
import { CustomerId } from '../customers/customer.ts';
import { Rebuild, Score } from './risk.ts';

export const riskApi = {
  getScore: get('/v1/customers/{id}/score', {
    scope: 'credit:read',
    summary: 'A customer’s behaviour score from 0 to 100, with every factor that it is made of',
    description:
      'Kept anew every night and after each payment: amount-weighted days late and share of late items in twelve months, broken ' +
      'promises, lost disputes, use of the limit, and for how long it has been a customer.',
    params: z.strictObject({ id: CustomerId }),
    output: Score,
    refusals: { 'customers.unknown': 404 },
  }),
  getRebuild: get('/v1/credit/rebuild', {
    scope: 'credit:read',
    summary: 'The last night’s sum of the books against every credit account',
    output: z.object({ last: Rebuild.optional() }),
  }),
};
