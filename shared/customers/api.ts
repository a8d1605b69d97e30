/** What partner systems may do with customers. */
import * as z from 'zod';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { Email, Text } from '../kernel/party.ts';
import {
  CourtesyMail,
  Customer,
  CustomerId,
  CustomerProfile,
  CustomerVersion,
  Duplicate,
  DuplicateId,
  ExternalId,
  SourceName,
  TimelineRow,
} from './customer.ts';
import { CustomerImportView, ImportId } from './customer-import.ts';

const params = z.strictObject({ id: CustomerId });

export const customersApi = {
  upsertCustomer: put('/v1/customers/{source}/{externalId}', {
    scope: 'customers:write',
    summary: 'Create or replace a customer by the partner system’s own id',
    description:
      'The same profile again changes nothing: the answer is the record as it is, with its version.',
    params: z.strictObject({ source: SourceName, externalId: ExternalId }),
    body: CustomerProfile,
    output: Customer,
    refusals: {
      'customers.iban_invalid': 422,
      'customers.tax_id_invalid': 422,
      'customers.e_invoice_invalid': 422,
      'customers.parent_invalid': 422,
      'customers.erased': 409,
    },
  }),
  getCustomer: get('/v1/customers/{id}', {
    scope: 'customers:read',
    summary: 'One customer; the id of a merged one answers with who it is now',
    params,
    output: Customer,
    refusals: { 'customers.unknown': 404 },
  }),
  listCustomers: get('/v1/customers', {
    scope: 'customers:read',
    summary: 'Customers, newest first',
    query: Page,
    output: listOf(Customer),
  }),
  listCustomerVersions: get('/v1/customers/{id}/versions', {
    scope: 'customers:read',
    summary: 'Every change of the record, newest first: who, when, before and after',
    params,
    query: Page,
    output: listOf(CustomerVersion),
    refusals: { 'customers.unknown': 404 },
  }),
  getCustomerTimeline: get('/v1/customers/{id}/timeline', {
    scope: 'customers:read',
    summary: 'All that happened to and with a customer, newest first',
    description:
      'Orders, invoices, payments, mails with what became of them, limits, blocks, changes and merges.',
    params,
    query: Page,
    output: listOf(TimelineRow),
    refusals: { 'customers.unknown': 404 },
  }),
  mergeCustomer: post('/v1/customers/{id}/merge', {
    scope: 'customers:write',
    summary: 'Say that a customer is another one: its id becomes an alias',
    description:
      'Names and accounts go over, and the old id and external ids lead to the other from now on. Documents stay under the name that ' +
      'they were made for; what is open of them counts against the credit of the other.',
    params,
    body: z.strictObject({ into: CustomerId, reason: Text(300, 3) }),
    output: Customer,
    refusals: {
      'customers.unknown': 404,
      'customers.merge_unknown': 422,
      'customers.merge_itself': 422,
      'customers.merged_already': 409,
      'customers.merge_too_many': 409,
      'customers.erased': 409,
    },
  }),
  allowAddress: post('/v1/customers/{id}/addresses/allow', {
    scope: 'customers:write',
    summary: 'Say that an address takes mail again, after a person has looked',
    description:
      'An address that bounced for good or complained gets nothing until then. It is allowed for every customer that has it; if it ' +
      'bounces again it is stopped again. Of SES’s own suppression list an operator takes it.',
    params,
    body: z.strictObject({ email: Email, reason: Text(300, 3) }),
    output: Customer,
    refusals: { 'customers.unknown': 404, 'customers.address_takes_mail': 409 },
  }),
  setMailPreferences: put('/v1/customers/{id}/mail-preferences', {
    scope: 'customers:write',
    summary: 'Say which mails a customer does not want',
    description:
      'Those that are named are switched off, all others on; customers do the same by the link in such a mail. What must be told ' +
      'has no switch: order confirmations, invoices, credit notes, reminders. It is looked at in the second of sending.',
    params,
    body: z.strictObject({ off: z.array(CourtesyMail).max(CourtesyMail.options.length) }),
    output: Customer,
    refusals: { 'customers.unknown': 404, 'customers.erased': 409 },
  }),
  listDuplicates: get('/v1/customer-duplicates', {
    scope: 'customers:read',
    summary: 'Pairs of records that may be one customer, likest first',
    query: Page,
    output: listOf(Duplicate),
  }),
  dismissDuplicate: post('/v1/customer-duplicates/{id}/dismiss', {
    scope: 'customers:write',
    summary: 'Say of a pair that it is two customers',
    params: z.strictObject({ id: DuplicateId }),
    body: z.strictObject({ reason: Text(300, 3) }),
    output: Duplicate,
    refusals: { 'customers.duplicate_unknown': 404, 'customers.duplicate_decided': 409 },
  }),
  importCustomers: post('/v1/customer-imports', {
    scope: 'customers:write',
    summary: 'Import a file of customers: CSV or JSON Lines',
    description:
      'CSV has a header line with the names of the fields (`externalId`, `name`, `line1`, `postalCode`, `city`, `country`, `emails`, ' +
      '`currency` …; parts of a list have `|` between them); JSON Lines has a profile with its `externalId` in each line. The ' +
      'file is kept and worked off afterwards: good rows are taken, bad ones are told with line, field and reason. The same file again ' +
      'is the same import.',
    media: 'text/csv',
    query: z.strictObject({ source: SourceName.default('file') }),
    body: z.strictObject({ content: z.string().min(1) }),
    status: 202,
    output: CustomerImportView,
  }),
  getCustomerImport: get('/v1/customer-imports/{id}', {
    scope: 'customers:read',
    summary: 'How far an import is, and what was wrong in its file',
    params: z.strictObject({ id: ImportId }),
    output: CustomerImportView,
    refusals: { 'customers.import_unknown': 404 },
  }),
  listCustomerImports: get('/v1/customer-imports', {
    scope: 'customers:read',
    summary: 'Imports, last received first',
    query: Page,
    output: listOf(CustomerImportView),
  }),
};
