/**
 * Table: CUSTOMER `${t}#CUS#${id}`/CUSTOMER (g1 `${t}#CUSTOMERS`/id) · NAME `${t}#CUSX#${source}#${externalId}`/NAME → id ·
 * IBAN `${t}#IBAN#${iban}`/${customer} · SUPPRESSED `${t}#NOMAIL#${address}`/NOMAIL
 * 1. by id: 1 read · 2. by (source, externalId): 1 read, then 1 · 3. list: 1 query + 1 batch · 4. payers of an IBAN: 1 query
 * 5. suppressed addresses: 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Customer, Suppressed } from './customer.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#CUS#${id}`, sk: 'CUSTOMER' });
const nameKey = (tenant: string, source: string, externalId: string) => ({
  pk: `${tenant}#CUSX#${source}#${externalId}`,
  sk: 'NAME',
});

export const customerById = (tenant: string, id: string): Read<Customer> => ({
  key: key(tenant, id),
  parse: docOf(Customer),
});
export const idByName = (tenant: string, source: string, externalId: string): Read<string> => ({
  key: nameKey(tenant, source, externalId),
  parse: (item) => String(item['customerId']),
});
export const customers = (tenant: string): Listing<Customer> => ({
  index: 'g1',
  partition: `${tenant}#CUSTOMERS`,
  order: 'newest first',
  parse: docOf(Customer),
});
export const payersOf = (tenant: string, iban: string): Listing<string> => ({
  partition: `${tenant}#IBAN#${iban}`,
  parse: (item) => item.sk,
});
export const suppressed = (tenant: string, address: string): Read<Suppressed> => ({
  key: { pk: `${tenant}#NOMAIL#${address.toLowerCase()}`, sk: 'NOMAIL' },
  parse: docOf(Suppressed),
});

export const putCustomer = (tenant: string, customer: Customer): Write<'table.stale'>[] => [
  saved(key(tenant, customer.id), 'customer', customer, `customer ${customer.id}`, {
    g1p: `${tenant}#CUSTOMERS`,
    g1s: customer.id,
  }),
  ...(customer.version === 1
    ? [
        {
          put: {
            ...nameKey(tenant, customer.source, customer.externalId),
            kind: 'customer-name',
            customerId: customer.id,
          },
          if: 'absent',
          clash: 'table.stale',
          about: 'the external id',
        } as const,
      ]
    : []),
  ...customer.ibans.map(
    (iban) =>
      ({
        put: { pk: `${tenant}#IBAN#${iban}`, sk: customer.id, kind: 'iban' },
        clash: 'table.stale',
        about: `IBAN of ${customer.id}`,
      }) as const,
  ),
];
export const suppress = (tenant: string, entry: Suppressed): Write<'table.stale'> => ({
  put: {
    pk: `${tenant}#NOMAIL#${entry.address.toLowerCase()}`,
    sk: 'NOMAIL',
    kind: 'suppressed',
    doc: entry,
  },
  clash: 'table.stale',
  about: 'a suppressed address',
});
