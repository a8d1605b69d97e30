/** What partner systems may do with customers. */
import * as z from 'zod';
import { get, listOf, Page, put } from '../kernel/contract.ts';
import { Customer, CustomerId, CustomerProfile, ExternalId, SourceName } from './customer.ts';

export const customersApi = {
  upsertCustomer: put('/v1/customers/{source}/{externalId}', {
    scope: 'customers:write',
    summary: 'Create or replace a customer by the partner system’s own id',
    params: z.strictObject({ source: SourceName, externalId: ExternalId }),
    body: CustomerProfile,
    output: Customer,
    refusals: { 'customers.iban_invalid': 422 },
  }),
  getCustomer: get('/v1/customers/{id}', {
    scope: 'customers:read',
    summary: 'One customer',
    params: z.strictObject({ id: CustomerId }),
    output: Customer,
    refusals: { 'customers.unknown': 404 },
  }),
  listCustomers: get('/v1/customers', {
    scope: 'customers:read',
    summary: 'Customers, newest first',
    query: Page,
    output: listOf(Customer),
  }),
};
