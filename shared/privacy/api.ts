/** Who asks what is known of them, and who wants it taken out. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { CustomerId } from '../customers/customer.ts';
import { ErasureId } from '../customers/erased.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { AskErasure, ErasureView, PersonalDatum } from './erasure.ts';

const params = z.strictObject({ id: CustomerId });

export const privacyApi = {
  eraseCustomer: post('/v1/customers/{id}/erasure', {
    scope: 'privacy:write',
    summary: 'Ask for all personal data of a customer to be taken out, but for what law keeps',
    description:
      'Always answered with 202: a second person has to agree. Then the customer is closed for new business, and a worker takes out name, ' +
      'addresses, contacts, accounts, tax ids, their history, what they are found by and what partners sent of them. Issued documents, the ' +
      'ledger and statements of the bank stay. Refused while anything is under way with the customer, with every matter named.',
    params,
    body: AskErasure,
    status: 202,
    output: Approval,
    awaits: Approval,
    refusals: {
      'customers.unknown': 404,
      'privacy.merged': 409,
      'customers.erased': 409,
      'privacy.open': 409,
    },
  }),
  listErasures: get('/v1/erasures', {
    scope: 'privacy:read',
    summary: 'Erasures, newest first',
    query: Page,
    output: listOf(ErasureView),
  }),
  getErasure: get('/v1/erasures/{id}', {
    scope: 'privacy:read',
    summary: 'One erasure: how far it is, what was taken out, and what law keeps until when',
    params: z.strictObject({ id: ErasureId }),
    output: ErasureView,
    refusals: { 'privacy.unknown': 404 },
  }),
  getPersonalData: get('/v1/customers/{id}/personal-data', {
    scope: 'privacy:read',
    summary: 'All that is held about a customer, page by page (GDPR Articles 15 and 20)',
    description:
      'Record and history, orders, invoices and credit notes as issued, payments, mails with what became of them, credit and score, and ' +
      'what partners sent: also of the records that were merged into it. A page has at least one row but at the end.',
    params,
    query: Page,
    output: listOf(PersonalDatum),
    refusals: { 'customers.unknown': 404 },
  }),
};
