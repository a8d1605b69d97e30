/**
 * Table: CUSTOMER `${t}#CUS#${id}`/CUSTOMER (g1 `${t}#CUSTOMERS`/id, g2 of a child `${t}#CHILDREN#${parent}`/id, unless merged), its versions beside it as V#${version} ·
 * NAME `${t}#CUSX#${source}#${externalId}`/NAME → id · IBAN `${t}#IBAN#${iban}`/${customer} · KEY `${t}#CUSKEY#${hash}`/${customer} ·
 * DUPLICATE `${t}#DUP#${pair}`/DUP (g1 while open `${t}#DUPLICATES`/likest first) · SUPPRESSED `${t}#NOMAIL#${address}`/NOMAIL ·
 * IMPORT `${t}#CIMPORT#${id}`/IMPORT (g1 `${t}#CIMPORTS`/received#id)
 * 1. by id: 1 read · 2. by (source, externalId): 1 read, then 1 · 3. list: 1 query + 1 batch · 4. payers of an IBAN: 1 query
 * 5. suppressed addresses: 1 batch · 6. versions: 1 query · 7. timeline (index g2 `${t}#OF#${customer}`, which acts and mails stand
 * in): 1 query + 1 batch · 8. records under a key: 1 query · 9. open pairs: 1 query + 1 batch · 10. an import: 1 read, list: 1 query + 1 batch ·
 * 11. children of a customer: 1 query + 1 batch
 */
import { docOf, saved, type Item, type Listing, type Read, type Write } from '../kernel/storage.ts';
import {
  Customer,
  CustomerVersion,
  Duplicate,
  Suppressed,
  type ExternalName,
  type TimelineRow,
} from './customer.ts';
import { CustomerImport } from './customer-import.ts';

const partition = (tenant: string, id: string): string => `${tenant}#CUS#${id}`;
const nameKey = (tenant: string, source: string, externalId: string) => ({
  pk: `${tenant}#CUSX#${source}#${externalId}`,
  sk: 'NAME',
});

export const customerById = (tenant: string, id: string): Read<Customer> => ({
  key: { pk: partition(tenant, id), sk: 'CUSTOMER' },
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
/** Records that name it as their parent; those that were saved before there was such a list are in it from their next change on. */
export const childrenOf = (tenant: string, parent: string): Listing<Customer> => ({
  index: 'g2',
  partition: `${tenant}#CHILDREN#${parent}`,
  parse: docOf(Customer),
});
export const versionsOf = (tenant: string, id: string): Listing<CustomerVersion> => ({
  partition: partition(tenant, id),
  begins: 'V#',
  order: 'newest first',
  parse: docOf(CustomerVersion),
});
export const payersOf = (tenant: string, iban: string): Listing<string> => ({
  partition: `${tenant}#IBAN#${iban}`,
  parse: (item) => item.sk,
});
export const suppressed = (tenant: string, address: string): Read<Suppressed> => ({
  key: { pk: `${tenant}#NOMAIL#${address.toLowerCase()}`, sk: 'NOMAIL' },
  parse: docOf(Suppressed),
});

/** The record and what it is found by; `putVersion` keeps beside it what changed and who did it. */
export const putCustomer = (
  tenant: string,
  customer: Customer,
  before?: Customer,
): Write<'table.stale'>[] => [
  saved(customerById(tenant, customer.id).key, 'customer', customer, `customer ${customer.id}`, {
    ...(customer.mergedInto === undefined && {
      g1p: `${tenant}#CUSTOMERS`,
      g1s: customer.id,
      ...(customer.parent !== undefined && {
        g2p: `${tenant}#CHILDREN#${customer.parent}`,
        g2s: customer.id,
      }),
    }),
  }),
  ...(before === undefined ? [putName(tenant, customer, customer.id, 'absent')] : []),
  ...customer.ibans
    .filter((iban) => !before?.ibans.includes(iban))
    .map((iban) => putPayer(tenant, iban, customer.id)),
];
export const putPayer = (tenant: string, iban: string, id: string): Write<'table.stale'> => ({
  put: { pk: `${tenant}#IBAN#${iban}`, sk: id, kind: 'iban' },
  clash: 'table.stale',
  about: `IBAN of ${id}`,
});
export const putVersion = (tenant: string, id: string, version: CustomerVersion): Write<'table.stale'> => ({
  put: {
    pk: partition(tenant, id),
    sk: `V#${String(version.version).padStart(6, '0')}`,
    kind: 'customer-version',
    doc: version,
  },
  if: 'absent',
  clash: 'table.stale',
  about: `a version of ${id}`,
});
/** A new name is nobody's; one of a merged customer is its survivor's from then on. */
export const putName = (
  tenant: string,
  { source, externalId }: ExternalName,
  customerId: string,
  only?: 'absent',
): Write<'table.stale'> => ({
  put: { ...nameKey(tenant, source, externalId), kind: 'customer-name', customerId },
  ...(only && { if: only }),
  clash: 'table.stale',
  about: 'the external id',
});
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

/** Acts whose facts name the customer, and its mails. */
export const timelineOf = (tenant: string, id: string): Listing<TimelineRow> => ({
  index: 'g2',
  partition: `${tenant}#OF#${id}`,
  order: 'newest first',
  parse: (item) => (item.kind === 'mail' ? mailRow(item) : actRow(item)),
});
const actRow = (item: Item): TimelineRow => ({
  at: String(item['at']),
  by: String(item['actor']),
  what: String(item['action']),
  facts: (item['events'] ?? []) as TimelineRow['facts'],
  trace: String(item['trace']),
});
const mailRow = (item: Item): TimelineRow => {
  const { id, purpose, history, invoiceId, reason } = item['doc'] as {
    id: string;
    purpose: string;
    history: { state: string; at: string }[];
    invoiceId?: string;
    reason?: string;
  };
  return {
    at: String(item['g2s']).slice(0, String(item['g2s']).indexOf('#')),
    by: 'send-mail',
    what: `dispatch.${purpose}`,
    facts: history.map(({ state, at }) => ({
      type: `mail.${state.toLowerCase()}`,
      subject: id,
      data: { at, ...(invoiceId !== undefined && { invoiceId }), ...(reason !== undefined && { reason }) },
    })),
  };
};

export const underKey = (tenant: string, name: string): Listing<string> => ({
  partition: `${tenant}#CUSKEY#${name}`,
  parse: (item) => item.sk,
});
export const putKeyOf = (tenant: string, name: string, id: string): Write<'table.stale'> => ({
  put: { pk: `${tenant}#CUSKEY#${name}`, sk: id, kind: 'customer-key' },
  clash: 'table.stale',
  about: `a key of ${id}`,
});

export const duplicateById = (tenant: string, id: string): Read<Duplicate> => ({
  key: { pk: `${tenant}#DUP#${id}`, sk: 'DUP' },
  parse: docOf(Duplicate),
});
export const duplicates = (tenant: string): Listing<Duplicate> => ({
  index: 'g1',
  partition: `${tenant}#DUPLICATES`,
  order: 'newest first',
  parse: docOf(Duplicate),
});
export const putDuplicate = (tenant: string, pair: Duplicate): Write<'table.stale'> =>
  saved(
    duplicateById(tenant, pair.id).key,
    'duplicate',
    pair,
    `pair ${pair.id}`,
    pair.state === 'OPEN'
      ? { g1p: `${tenant}#DUPLICATES`, g1s: `${String(pair.score).padStart(3, '0')}#${pair.id}` }
      : {},
  );

export const importById = (tenant: string, id: string): Read<CustomerImport> => ({
  key: { pk: `${tenant}#CIMPORT#${id}`, sk: 'IMPORT' },
  parse: docOf(CustomerImport),
});
export const imports = (tenant: string): Listing<CustomerImport> => ({
  index: 'g1',
  partition: `${tenant}#CIMPORTS`,
  order: 'newest first',
  parse: docOf(CustomerImport),
});
export const putImport = (tenant: string, file: CustomerImport): Write<'table.stale'> =>
  saved(importById(tenant, file.id).key, 'customer-import', file, `import ${file.id}`, {
    g1p: `${tenant}#CIMPORTS`,
    g1s: `${file.receivedAt}#${file.id}`,
  });
