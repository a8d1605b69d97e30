/**
 * Table: TENANT `${t}#TENANT`/TENANT · KEY `${t}#KEY#${id}`/KEY (g1 `${t}#KEYS`/id; `usedOn` beside the document is moved
 * in place) · two partitions that no tenant leads, because they say which tenant is meant: the register `#TENANTS`/${t},
 * and ISSUER `#ISSUER#${hash of issuer and audience}`/ISSUER · PEOPLE `${t}#PEOPLE#${name}`/PEOPLE, which keeps them apart.
 * 1. tenant by id: 1 read · 2. key by id: 1 read · 3. all tenants: 1 query · 4. keys of a tenant: 1 query + 1 batch ·
 * 5. issuer of a token: 1 read
 */
import { docOf, saved, type Item, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { TrustedIssuer } from './issuer.ts';
import { ApiKey, Tenant } from './tenant.ts';

export const tenantById = (tenant: string): Read<Tenant> => ({
  key: { pk: `${tenant}#TENANT`, sk: 'TENANT' },
  parse: docOf(Tenant),
});
const keyKey = (tenant: string, id: string) => ({ pk: `${tenant}#KEY#${id}`, sk: 'KEY' });
const listedKey = (tenant: string, id: string) => ({ g1p: `${tenant}#KEYS`, g1s: id });
const parseKey = (item: Item): ApiKey =>
  ApiKey.parse({
    ...(item['doc'] as object),
    ...(item['usedOn'] !== undefined && { lastUsedOn: item['usedOn'] }),
  });

export const keyById = (tenant: string, id: string): Read<ApiKey> => ({
  key: keyKey(tenant, id),
  parse: parseKey,
});
export const keysOf = (tenant: string): Listing<ApiKey> => ({
  index: 'g1',
  partition: `${tenant}#KEYS`,
  order: 'newest first',
  parse: parseKey,
});
export const allTenants: Listing<string> = { partition: '#TENANTS', parse: (item) => item.sk };

/** `name` is made of issuer and audience by whoever hashes. */
const issuerKey = (name: string) => ({ pk: `#ISSUER#${name}`, sk: 'ISSUER' });
export const issuerByName = (name: string): Read<TrustedIssuer> => ({
  key: issuerKey(name),
  parse: docOf(TrustedIssuer),
});
/** An issuer and audience mean one tenant, and stay with who named them first; so do a tenant's people with their issuer. */
export const putIssuer = (name: string, doc: TrustedIssuer): Write<'access.issuer_taken'> => ({
  put: { ...issuerKey(name), kind: 'issuer', tenant: doc.tenant, doc },
  if: { tenant: { is: '=', value: doc.tenant, orAbsent: true } },
  clash: 'access.issuer_taken',
  about: `issuer ${doc.issuer}`,
});
export const putPeople = ({ tenant, people = '', issuer }: TrustedIssuer): Write<'access.people_taken'> => ({
  put: { pk: `${tenant}#PEOPLE#${people}`, sk: 'PEOPLE', kind: 'people', issuer },
  if: { issuer: { is: '=', value: issuer, orAbsent: true } },
  clash: 'access.people_taken',
  about: `the people "${people}"`,
});

export const changeTenant = (tenant: Tenant): Write<'table.stale'> =>
  saved({ pk: `${tenant.id}#TENANT`, sk: 'TENANT' }, 'tenant', tenant, `tenant ${tenant.id}`);
export const putTenant = (tenant: Tenant): Write<'table.stale'>[] => [
  changeTenant(tenant),
  {
    put: { pk: '#TENANTS', sk: tenant.id, kind: 'tenant-name' },
    clash: 'table.stale',
    about: 'the register of tenants',
  },
];
/** Updates, because the day of its last use stands in the same item and moves without a version. */
export const putKey = (tenant: string, key: ApiKey): Write<'table.stale'> => {
  const { lastUsedOn: _, ...doc } = key;
  return {
    update: keyKey(tenant, key.id),
    set: { kind: 'key', v: key.version, doc, ...listedKey(tenant, key.id) },
    if: { v: { is: '=', value: key.version - 1, orAbsent: true } },
    clash: 'table.stale',
    about: `key ${key.id}`,
  };
};
/** Once a day; keys of before there was a list come into it by being used. */
export const useKey = (tenant: string, id: string, on: string): Write<'access.used'> => ({
  update: keyKey(tenant, id),
  set: { usedOn: on, ...listedKey(tenant, id) },
  if: { usedOn: { is: '<', value: on, orAbsent: true }, kind: { is: '=', value: 'key' } },
  clash: 'access.used',
  about: `key ${id}`,
});
