/** What payers and their banks take back, and what becomes of it. Kept beside refunds: the same people see to both. */
import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { Approval } from '../approvals/approval.ts';
import { Chargeback, ChargebackId } from './chargeback.ts';
import { PayClaim, WriteOffClaim } from './claim.ts';

const params = z.strictObject({ id: ChargebackId });

export const chargebacksApi = {
  listChargebacks: get('/v1/chargebacks', {
    scope: 'refunds:read',
    summary: 'Disputed payments and returned debits, newest first',
    query: Page,
    output: listOf(Chargeback),
  }),
  getChargeback: get('/v1/chargebacks/{id}', {
    scope: 'refunds:read',
    summary: 'One chargeback: what was taken back of which payment, why, and until when evidence is taken',
    params,
    output: Chargeback,
    refusals: { 'chargebacks.unknown': 404 },
  }),
  acceptChargeback: post('/v1/chargebacks/{id}/accept', {
    scope: 'refunds:write',
    summary: 'Give a dispute up: no evidence is sent, and the money stays with the payer',
    description:
      'The provider is told; its answer ends the chargeback as ACCEPTED. The invoice stays open, and reminders go on.',
    params,
    output: Chargeback,
    refusals: { 'chargebacks.unknown': 404, 'chargebacks.not_open': 409 },
  }),
  writeOffClaim: post('/v1/chargebacks/{id}/write-off', {
    scope: 'writeoffs:write',
    summary: 'Give up what is claimed after a chargeback that was lost: all of it, or a part',
    description:
      'Bad debts are debited and claims (1210) credited. What passes the caller’s limit, together with what was given up of it before, is answered with 202 ' +
      'and an approval.',
    params,
    body: WriteOffClaim,
    output: Chargeback,
    awaits: Approval,
    refusals: { 'chargebacks.unknown': 404, 'chargebacks.no_claim': 409, 'chargebacks.amount': 422 },
  }),
  payClaim: post('/v1/chargebacks/{id}/payments', {
    scope: 'cash:write',
    summary: 'Say that a payment of the customer is for the claim after a chargeback',
    description: 'What was given up before is paid after what is left, and is booked as recovered.',
    params,
    body: PayClaim,
    output: Chargeback,
    refusals: {
      'chargebacks.unknown': 404,
      'chargebacks.no_claim': 409,
      'chargebacks.payment_unknown': 422,
      'chargebacks.not_its_payment': 409,
      'chargebacks.amount': 422,
    },
  }),
};
