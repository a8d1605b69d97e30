/** What payers and their banks take back, and what becomes of it. Kept beside refunds: the same people see to both. */
import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { Chargeback, ChargebackId } from './chargeback.ts';

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
};
