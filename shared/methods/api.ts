/** What a customer lets us charge, and what is charged when. Kept beside payments: the same people see to both. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { EntityId } from '../access/tenant.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { Currency, PositiveMoney } from '../kernel/money.ts';
import { Collection } from './collection.ts';
import { MethodLink } from './invitation.ts';
import { Autopay, MethodId, MethodView } from './method.ts';
import { NewMethod } from './new-method.ts';

const params = z.strictObject({ id: CustomerId });

export const methodsApi = {
  listMethods: get('/v1/customers/{id}/payment-methods', {
    scope: 'payments:read',
    summary: 'Cards and accounts of a customer that are on file, newest first, also those that are over',
    description:
      'Each with the words that the customer agreed to, as they were shown. What is kept of a card are its brand, its last digits and its last month.',
    params,
    query: Page,
    output: listOf(MethodView),
    refusals: { 'methods.customer_unknown': 404 },
  }),
  fileMethod: post('/v1/customers/{id}/payment-methods', {
    scope: 'payments:write',
    summary:
      'Put a card or an account on file that its provider has, and that its customer agreed to elsewhere',
    description:
      'The provider is asked first: what is kept and shown is what it says. Invoices are charged by themselves from then on, as was agreed to, unless the ' +
      'customer has said no since. The same method again is that method.',
    params,
    body: NewMethod,
    status: 201,
    output: MethodView,
    refusals: {
      'methods.customer_unknown': 404,
      'methods.entity_unknown': 422,
      'methods.not_kept': 409,
      'methods.provider': 422,
      'methods.not_at_provider': 422,
      'methods.of_another_payer': 422,
      'methods.not_chargeable': 422,
      'methods.not_as_shown': 422,
      'methods.currency': 422,
      'methods.consent': 422,
      'methods.on_file': 409,
    },
  }),
  inviteMethod: post('/v1/customers/{id}/payment-method-links', {
    scope: 'payments:write',
    summary: 'A link by which a customer keeps a card or an account without paying',
    description:
      'Its page shows the words to agree to in the customer’s language, and leads to the legal entity’s provider. It opens for thirty days; what is kept ' +
      'is told by `method.kept`.',
    params,
    body: z.strictObject({
      entity: EntityId.optional().meta({ description: 'Who may charge; the first where absent.' }),
      currency: Currency.optional().meta({ description: 'The customer’s own where absent.' }),
    }),
    status: 201,
    output: MethodLink,
    refusals: {
      'methods.customer_unknown': 404,
      'methods.entity_unknown': 422,
      'methods.not_kept': 409,
    },
  }),
  endMethod: post('/v1/customers/{id}/payment-methods/{method}/end', {
    scope: 'payments:write',
    summary: 'End a card or an account: it is charged no more, and its provider forgets it',
    description:
      'What is with the provider already cannot be called back. A mandate is cancelled at the provider.',
    params: params.extend({ method: MethodId }),
    output: MethodView,
    refusals: { 'methods.unknown': 404 },
  }),
  getAutopay: get('/v1/customers/{id}/autopay', {
    scope: 'payments:read',
    summary: 'Whether the invoices of a customer are charged by themselves, and when',
    params,
    output: Autopay,
    refusals: { 'methods.customer_unknown': 404 },
  }),
  setAutopay: put('/v1/customers/{id}/autopay', {
    scope: 'payments:write',
    summary:
      'Switch charging off, or on again for a customer who agreed to it; when, by what, and up to which amount',
    description:
      'On only where a method is on file that the customer agreed to. Each part of an invoice is charged at most once at a time, for what is open then.',
    params,
    body: z.strictObject({
      on: z.boolean(),
      daysBefore: Autopay.shape.daysBefore,
      preferred: MethodId.optional(),
      ceiling: PositiveMoney.optional(),
    }),
    output: Autopay,
    refusals: { 'methods.customer_unknown': 404, 'methods.none': 409, 'methods.not_active': 422 },
  }),
  listCollections: get('/v1/customers/{id}/collections', {
    scope: 'payments:read',
    summary: 'What is charged by itself, was, or could not be: by invoice, the newest first',
    params,
    query: Page,
    output: listOf(Collection),
    refusals: { 'methods.customer_unknown': 404 },
  }),
  skipCollection: post('/v1/invoices/{id}/skip-collection', {
    scope: 'payments:write',
    summary: 'Do not charge this invoice by itself: it is paid otherwise, and reminders go on',
    params: z.strictObject({ id: InvoiceId }),
    output: Collection,
    refusals: { 'methods.invoice_unknown': 404, 'methods.nothing_planned': 409 },
  }),
};
