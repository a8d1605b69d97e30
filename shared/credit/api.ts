/** Finance says how much credit a customer has. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { get, put } from '../kernel/contract.ts';
import { UnsignedMoney } from '../kernel/money.ts';
import { CustomerId } from '../customers/customer.ts';
import { CreditAccount } from './credit.ts';

const params = z.strictObject({ id: CustomerId });

export const creditApi = {
  setCreditLimit: put('/v1/customers/{id}/credit', {
    scope: 'credit:write',
    summary: 'Set a customer’s credit limit in one currency',
    description:
      'Orders that are on hold stay on hold until they are released. A limit above what the caller may give alone is answered with 202 and an approval.',
    params,
    body: z.strictObject({ limit: UnsignedMoney }),
    output: CreditAccount,
    awaits: Approval,
    refusals: { 'customers.unknown': 404 },
  }),
  getCredit: get('/v1/customers/{id}/credit', {
    scope: 'credit:read',
    summary: 'Limits, exposure and available credit by currency',
    params,
    output: z.object({ object: z.literal('list'), data: z.array(CreditAccount) }),
    refusals: { 'customers.unknown': 404 },
  }),
};
