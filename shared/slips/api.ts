/** Cash and cheques on their way to the bank. Kept beside cash application: the same people see to both. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { BankLineId } from '../bank/statement.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Text } from '../kernel/party.ts';
import { Payment, PaymentId } from '../payments/payment.ts';
import { Gather, MAX_ON_SLIP, Slip, SlipId } from './slip.ts';

const params = z.strictObject({ id: SlipId });
const reason = Text(300, 3);

export const slipsApi = {
  listInHand: get('/v1/payments-in-hand', {
    scope: 'cash:read',
    summary: 'Cash and cheques that are on no paying-in slip, oldest first',
    query: Page.extend({
      entity: EntityId.optional().meta({ description: 'The first legal entity, where absent.' }),
    }),
    output: listOf(Payment),
  }),
  gatherSlip: post('/v1/paying-in-slips', {
    scope: 'cash:write',
    summary: 'Gather cash and cheques on a paying-in slip',
    body: Gather,
    status: 201,
    output: Slip,
    refusals: {
      'slips.payment_unknown': 422,
      'slips.payment_twice': 422,
      'slips.not_in_hand': 409,
      'slips.mixed': 422,
      'slips.account': 422,
    },
  }),
  listSlips: get('/v1/paying-in-slips', {
    scope: 'cash:read',
    summary: 'Paying-in slips, newest first, with what of each is still on its way',
    query: Page,
    output: listOf(Slip),
  }),
  getSlip: get('/v1/paying-in-slips/{id}', {
    scope: 'cash:read',
    summary: 'One paying-in slip with its cash and cheques',
    params,
    output: Slip,
    refusals: { 'slips.unknown': 404 },
  }),
  cancelSlip: post('/v1/paying-in-slips/{id}/cancel', {
    scope: 'cash:write',
    summary: 'Take an open slip apart: its cash and cheques are in hand again',
    params,
    output: Slip,
    refusals: { 'slips.unknown': 404, 'slips.not_open': 409 },
  }),
  handInSlip: post('/v1/paying-in-slips/{id}/hand-in', {
    scope: 'cash:write',
    summary: 'Say that the bank has it',
    description:
      'From then on the line of its sum, of its cash, of its cheques or of one cheque clears it by itself: where the line carries the slip’s reference, the ' +
      'bank’s own number or a cheque’s number, or where no other amount is like it. Else the line waits and names what it may be.',
    params,
    body: z.strictObject({ on: LocalDate.optional().meta({ description: 'Today, where absent.' }) }),
    output: Slip,
    refusals: { 'slips.unknown': 404, 'slips.not_open': 409, 'slips.date': 422 },
  }),
  clearSlip: post('/v1/paying-in-slips/{id}/clear', {
    scope: 'cash:write',
    summary: 'Say which bank line the slip, or a part of it, came in with',
    params,
    body: z.strictObject({
      lineId: BankLineId,
      payments: z.array(PaymentId).min(1).max(MAX_ON_SLIP).optional().meta({
        description: 'All that is still on the way, where absent. They add up to the line.',
      }),
    }),
    output: Slip,
    refusals: {
      'slips.unknown': 404,
      'slips.not_deposited': 409,
      'slips.line_unknown': 422,
      'slips.not_its_line': 409,
      'slips.amount': 422,
    },
  }),
  unclearSlip: post('/v1/paying-in-slips/{id}/unclear', {
    scope: 'cash:write',
    summary: 'Take back that a bank line was this slip: the line waits for a person again',
    params,
    body: z.strictObject({ lineId: BankLineId, reason }),
    output: Slip,
    refusals: { 'slips.unknown': 404, 'slips.not_its_line': 409 },
  }),
  returnCheque: post('/v1/paying-in-slips/{id}/returns', {
    scope: 'cash:write',
    summary: 'Say that a cheque of the slip was not paid',
    description:
      'What it had settled is open again at its old due dates and levels. With the line by which the bank took the money back, what that took beyond the cheque is ' +
      'booked as its fee. Without a line it is the paper that came back, of a cheque that the bank never credited.',
    params,
    body: z.strictObject({ paymentId: PaymentId, lineId: BankLineId.optional(), reason }),
    output: Slip,
    refusals: {
      'slips.unknown': 404,
      'slips.not_returnable': 409,
      'slips.line_unknown': 422,
      'slips.not_its_line': 409,
      'slips.deposit_used': 409,
    },
  }),
};
