/**
 * Table: TENANT `${t}#TENANT`/TENANT · KEY `${t}#KEY#${id}`/KEY · the register `#TENANTS`/${t}, the one partition that no
 * tenant leads, because it lists them.
 * 1. tenant by id: 1 read · 2. key by id: 1 read · 3. all tenants: 1 query
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { ApiKey, Tenant } from './tenant.ts';

export const tenantById = (tenant: string): Read<Tenant> => ({
  key: { pk: `${tenant}#TENANT`, sk: 'TENANT' },
  parse: docOf(Tenant),
});
export const keyById = (tenant: string, id: string): Read<ApiKey> => ({
  key: { pk: `${tenant}#KEY#${id}`, sk: 'KEY' },
  parse: docOf(ApiKey),
});
export const allTenants: Listing<string> = { partition: '#TENANTS', parse: (item) => item.sk };

export const putTenant = (tenant: Tenant): Write<'table.stale'>[] => [
  saved({ pk: `${tenant.id}#TENANT`, sk: 'TENANT' }, 'tenant', tenant, `tenant ${tenant.id}`),
  {
    put: { pk: '#TENANTS', sk: tenant.id, kind: 'tenant-name' },
    clash: 'table.stale',
    about: 'the register of tenants',
  },
];
export const putKey = (tenant: string, key: ApiKey): Write<'access.key_exists'> => ({
  put: { pk: `${tenant}#KEY#${key.id}`, sk: 'KEY', kind: 'key', doc: key },
  if: 'absent',
  clash: 'access.key_exists',
  about: `key ${key.id}`,
});
