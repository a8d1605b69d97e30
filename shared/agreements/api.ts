/** Sales says what things cost, to whom and until when. */
import * as z from 'zod';
import { get, listOf, Page, put } from '../kernel/contract.ts';
import { CustomerId } from '../customers/customer.ts';
import { Country } from '../kernel/party.ts';
import {
  AgreementId,
  Contract,
  ContractProfile,
  Exemptions,
  ExemptionsProfile,
  PaymentTerms,
  PaymentTermsProfile,
  PriceList,
  PriceListHead,
  PriceListProfile,
} from './agreement.ts';

const list = z.strictObject({ list: AgreementId });
const terms = z.strictObject({ terms: AgreementId });
const contract = z.strictObject({ contract: AgreementId });
const exemptions = z.strictObject({ id: CustomerId, country: Country });
const validity = { 'agreements.validity': 422 } as const;

export const agreementsApi = {
  putPriceList: put('/v1/price-lists/{list}', {
    scope: 'prices:write',
    summary: 'Create a price list or its next version',
    description: 'Versions never change; orders and contracts name the one that they were priced by.',
    params: list,
    body: PriceListProfile,
    output: PriceList,
    refusals: { ...validity, 'agreements.entries': 422, 'agreements.customer_unknown': 422 },
  }),
  getPriceList: get('/v1/price-lists/{list}', {
    scope: 'prices:read',
    summary: 'A price list in its newest version, or in the one asked for',
    params: list,
    query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
    output: PriceList,
    refusals: { 'agreements.list_unknown': 404 },
  }),
  listPriceLists: get('/v1/price-lists', {
    scope: 'prices:read',
    summary: 'Price lists by id, without their entries',
    query: Page,
    output: listOf(PriceListHead),
  }),
  putPaymentTerms: put('/v1/payment-terms/{terms}', {
    scope: 'prices:write',
    summary: 'Create payment terms or their next version',
    description: 'Orders keep the terms that they were placed under.',
    params: terms,
    body: PaymentTermsProfile,
    output: PaymentTerms,
    refusals: { ...validity, 'agreements.terms_lines': 422, 'agreements.terms_unknown': 422 },
  }),
  getPaymentTerms: get('/v1/payment-terms/{terms}', {
    scope: 'prices:read',
    summary: 'Payment terms',
    params: terms,
    output: PaymentTerms,
    refusals: { 'agreements.terms_unknown': 404 },
  }),
  listPaymentTerms: get('/v1/payment-terms', {
    scope: 'prices:read',
    summary: 'Payment terms by id',
    query: Page,
    output: listOf(PaymentTerms),
  }),
  putContract: put('/v1/contracts/{contract}', {
    scope: 'prices:write',
    summary: 'Create a contract with a customer or its next version',
    params: contract,
    body: ContractProfile,
    output: Contract,
    refusals: {
      ...validity,
      'agreements.customer_unknown': 422,
      'agreements.list_unknown': 422,
      'agreements.terms_unknown': 422,
      'agreements.other_customer': 409,
    },
  }),
  getContract: get('/v1/contracts/{contract}', {
    scope: 'prices:read',
    summary: 'One contract',
    params: contract,
    output: Contract,
    refusals: { 'agreements.contract_unknown': 404 },
  }),
  listContracts: get('/v1/contracts', {
    scope: 'prices:read',
    summary: 'Contracts by id',
    query: Page,
    output: listOf(Contract),
  }),
  putExemptions: put('/v1/customers/{id}/exemptions/{country}', {
    scope: 'prices:write',
    summary: 'Say which tax exemption certificates a customer has in a country',
    description:
      'One in force frees its domestic purchases from that country’s sellers; the order keeps what it said.',
    params: exemptions,
    body: ExemptionsProfile,
    output: Exemptions,
    refusals: { ...validity, 'customers.unknown': 404 },
  }),
  getExemptions: get('/v1/customers/{id}/exemptions/{country}', {
    scope: 'prices:read',
    summary: 'Tax exemption certificates of a customer in a country',
    params: exemptions,
    output: Exemptions,
    refusals: { 'customers.unknown': 404 },
  }),
};
