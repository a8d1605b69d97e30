/** Finance gives money back: the way that it came, or by a transfer that the bank's statement confirms. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { BankLineId } from '../bank/statement.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { PaymentId } from '../payments/payment.ts';
import { Refund, RefundId, RefundPayment } from './refund.ts';

const params = z.strictObject({ id: RefundId });

export const refundsApi = {
  refundPayment: post('/v1/payments/{id}/refunds', {
    scope: 'refunds:write',
    summary: 'Give back what is unapplied of a payment or of a credit note: all of it, or a part',
    description:
      'A card payment goes back by its provider, and so does a credit note on an invoice that was paid by card; anything else is transferred to the ' +
      'account that it came from or that the profile names. What passes the caller’s limit, together with what was given back of the payment before, ' +
      'and any other account, is answered with 202 and an approval. Money that settles an invoice is unmatched or credited first.',
    params: z.strictObject({ id: PaymentId }),
    body: RefundPayment,
    status: 201,
    output: Refund,
    awaits: Approval,
    refusals: {
      'payments.unknown': 404,
      'refunds.nobody': 409,
      'refunds.nothing_unapplied': 409,
      'refunds.not_cleared': 409,
      'refunds.amount': 422,
      'refunds.account_needed': 422,
      'refunds.iban_invalid': 422,
    },
  }),
  listRefunds: get('/v1/refunds', {
    scope: 'refunds:read',
    summary: 'Refunds, newest first; or those that finance has to transfer',
    query: Page.extend({
      state: z.literal('TO_PAY').optional().meta({
        description: 'Only what is to be transferred, oldest first, with account and reference.',
      }),
    }),
    output: listOf(Refund),
  }),
  getRefund: get('/v1/refunds/{id}', {
    scope: 'refunds:read',
    summary: 'One refund',
    params,
    output: Refund,
    refusals: { 'refunds.unknown': 404 },
  }),
  cancelRefund: post('/v1/refunds/{id}/cancel', {
    scope: 'refunds:write',
    summary: 'Do not transfer a refund after all: the money is the customer’s again, unapplied',
    params,
    body: z.strictObject({ reason: Text(300, 3) }),
    output: Refund,
    refusals: { 'refunds.unknown': 404, 'refunds.not_to_pay': 409 },
  }),
  settleRefund: post('/v1/refunds/{id}/payment', {
    scope: 'refunds:write',
    summary: 'Say which debit of a statement paid a refund, where the line does not carry its reference',
    params,
    body: z.strictObject({ bankLineId: BankLineId }),
    output: Refund,
    refusals: { 'refunds.unknown': 404, 'refunds.line_unknown': 422, 'refunds.not_its_line': 409 },
  }),
};
