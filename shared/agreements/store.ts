/**
 * Table: price list head `${t}#PRICELISTS`/${id}, its versions `${t}#PRICES#${id}`/V#${version} · CONTRACT `${t}#CONTRACT#${id}`/CONTRACT
 * (g1 `${t}#CONTRACTS`/id) · TERMS `${t}#TERMS#${id}`/TERMS (g1 `${t}#ALLTERMS`/id) · EXEMPT `${t}#EXEMPT#${customer}`/${country}
 * 1. heads of all lists: 1 query · 2. a version of a list: 1 read, never changes · 3. contract, terms: 1 read ·
 * 4. certificates of a customer in a country: 1 read · 5. how long something is overdue (written by invoices): 1 query + 1 batch
 */
import { LocalDate } from '../kernel/dates.ts';
import { docOf, saved, type Item, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Contract, Exemptions, PaymentTerms, PriceList, PriceListHead } from './agreement.ts';

const headKey = (tenant: string, id: string) => ({ pk: `${tenant}#PRICELISTS`, sk: id });
export const priceListHeads = (tenant: string): Listing<PriceListHead> => ({
  partition: `${tenant}#PRICELISTS`,
  parse: docOf(PriceListHead),
});
export const priceListHead = (tenant: string, id: string): Read<PriceListHead> => ({
  key: headKey(tenant, id),
  parse: docOf(PriceListHead),
});
const versionKey = (tenant: string, id: string, version: number) => ({
  pk: `${tenant}#PRICES#${id}`,
  sk: `V#${version}`,
});
export const priceListVersion = (tenant: string, id: string, version: number): Read<PriceList> => ({
  key: versionKey(tenant, id, version),
  parse: docOf(PriceList),
});
export const putPriceList = (tenant: string, list: PriceList): Write<'table.stale'>[] => {
  const { entries: _, ...head } = list;
  return [
    saved(headKey(tenant, list.id), 'price-list', head, `price list ${list.id}`),
    {
      put: { ...versionKey(tenant, list.id, list.version), kind: 'prices', doc: list },
      if: 'absent',
      clash: 'table.stale',
      about: `price list ${list.id} version ${list.version}`,
    },
  ];
};

export const contractById = (tenant: string, id: string): Read<Contract> => ({
  key: { pk: `${tenant}#CONTRACT#${id}`, sk: 'CONTRACT' },
  parse: docOf(Contract),
});
export const contracts = (tenant: string): Listing<Contract> => ({
  index: 'g1',
  partition: `${tenant}#CONTRACTS`,
  parse: docOf(Contract),
});
export const putContract = (tenant: string, contract: Contract): Write<'table.stale'> =>
  saved(contractById(tenant, contract.id).key, 'contract', contract, `contract ${contract.id}`, {
    g1p: `${tenant}#CONTRACTS`,
    g1s: contract.id,
  });

export const termsById = (tenant: string, id: string): Read<PaymentTerms> => ({
  key: { pk: `${tenant}#TERMS#${id}`, sk: 'TERMS' },
  parse: docOf(PaymentTerms),
});
export const allTerms = (tenant: string): Listing<PaymentTerms> => ({
  index: 'g1',
  partition: `${tenant}#ALLTERMS`,
  parse: docOf(PaymentTerms),
});
export const putTerms = (tenant: string, terms: PaymentTerms): Write<'table.stale'> =>
  saved(termsById(tenant, terms.id).key, 'payment-terms', terms, `payment terms ${terms.id}`, {
    g1p: `${tenant}#ALLTERMS`,
    g1s: terms.id,
  });

export const exemptionsOf = (tenant: string, customer: string, country: string): Read<Exemptions> => ({
  key: { pk: `${tenant}#EXEMPT#${customer}`, sk: country },
  parse: docOf(Exemptions),
});
export const putExemptions = (tenant: string, exemptions: Exemptions): Write<'table.stale'> =>
  saved(
    exemptionsOf(tenant, exemptions.customerId, exemptions.country).key,
    'exemptions',
    exemptions,
    `certificates of ${exemptions.customerId}`,
  );

/** Due days of a customer's open documents, the oldest first: what eligibility by status looks at. */
export const openDueDays = (tenant: string, customer: string): Listing<LocalDate> => ({
  index: 'g2',
  partition: `${tenant}#OPEN#${customer}`,
  parse: (item: Item) => LocalDate.parse((item['doc'] as { dueOn?: unknown }).dueOn),
});
