/** Finance charges who pays late, and gives up, takes back and settles what it charged. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Text } from '../kernel/party.ts';
import { ChargeClaim, Claim, ClaimId, ClaimState, Preview, SettleClaim, WaiveClaim } from './claim.ts';
import { LateChargeRules, LateChargeRuleSet } from './late-charge.ts';

const params = z.strictObject({ id: ClaimId });
const invoice = z.strictObject({ id: InvoiceId });

export const claimsApi = {
  listClaims: get('/v1/claims', {
    scope: 'invoices:read',
    summary: 'Interest, costs and fixed sums that were charged for late payment, newest first',
    description:
      'Those of an invoice are answered on one page. With `state` a page may have fewer than `limit`, and more follow.',
    query: Page.extend({
      customerId: CustomerId.optional(),
      invoiceId: InvoiceId.optional(),
      state: ClaimState.optional(),
    }),
    output: listOf(Claim),
  }),
  getClaim: get('/v1/claims/{id}', {
    scope: 'invoices:read',
    summary: 'One claim; interest with its computation, row by row',
    params,
    output: Claim,
    refusals: { 'claims.unknown': 404 },
  }),
  chargeClaim: post('/v1/invoices/{id}/claims', {
    scope: 'invoices:write',
    summary: 'Charge interest, the fixed sum of the law, or costs, because an invoice is late',
    description:
      'The invoice stays as it is. Interest is that of all days less what was charged before, so that no day is charged twice; also of an invoice that was paid since, late.',
    params: invoice,
    body: ChargeClaim,
    status: 201,
    output: Claim,
    refusals: {
      'invoices.unknown': 404,
      'claims.none': 409,
      'claims.no_law': 409,
      'claims.nothing_due': 409,
      'claims.not_yet': 422,
    },
  }),
  previewInterest: get('/v1/invoices/{id}/interest', {
    scope: 'invoices:read',
    summary: 'The interest of an invoice up to a day, today where none is said',
    params: invoice,
    query: z.strictObject({ to: LocalDate.optional() }),
    output: Preview,
    refusals: { 'invoices.unknown': 404, 'claims.none': 409, 'claims.no_law': 409 },
  }),
  waiveClaim: post('/v1/claims/{id}/waive', {
    scope: 'writeoffs:write',
    summary: 'Give a claim up: all that is open of it, or a part',
    description:
      'Its income is taken back, and it is not charged again. What passes the caller’s limit for write-offs, together with what was waived of the claim before, ' +
      'is answered with 202 and an approval.',
    params,
    body: WaiveClaim,
    output: Claim,
    awaits: Approval,
    refusals: { 'claims.unknown': 404, 'claims.nothing_open': 409, 'claims.amount': 422 },
  }),
  reverseClaim: post('/v1/claims/{id}/reversal', {
    scope: 'writeoffs:write',
    summary: 'Take a claim back that was charged in error, as if it had not been',
    description:
      'What was paid of it is unapplied money of its payer again. The next reminder may charge it anew: what is owed and not wanted is waived.',
    params,
    body: z.strictObject({ reason: Text(300, 3) }),
    output: Claim,
    refusals: { 'claims.unknown': 404, 'claims.nothing_left': 409 },
  }),
  settleClaim: post('/v1/claims/{id}/settle', {
    scope: 'cash:write',
    summary: 'Say that unapplied money of the customer is for a claim',
    params,
    body: SettleClaim,
    output: Claim,
    refusals: {
      'claims.unknown': 404,
      'claims.nothing_open': 409,
      'claims.payment_unknown': 422,
      'claims.not_its_payment': 409,
      'claims.amount': 422,
    },
  }),
  getLateChargeRules: get('/v1/late-charges', {
    scope: 'invoices:read',
    summary: 'What the company charges of who pays late',
    output: LateChargeRules,
  }),
  setLateChargeRules: put('/v1/late-charges', {
    scope: 'invoices:write',
    summary: 'Replace the rules for late payment; without any nothing is charged',
    description:
      'A new version; what was charged stays. Reference rates that this version of the product does not know are said here with their source: without one no interest is ' +
      'charged for its half-year.',
    body: LateChargeRuleSet,
    output: LateChargeRules,
    refusals: { 'claims.entity_unknown': 422 },
  }),
};
