import type { ActionsOf } from '../kernel/contract.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { list, listed, read } from '../runtime/table.ts';
import { whoIsNow } from './alias.ts';
import { allowAddress } from './allowing.ts';
import type { customersApi } from './api.ts';
import { dismissDuplicate, mergeCustomers } from './doubles.ts';
import { receiveFile, viewed } from './importing.ts';
import { save } from './saving.ts';
import { customerById, customers, duplicates, importById, imports, timelineOf, versionsOf } from './store.ts';
import { switchMails } from './switching.ts';

export { findDuplicates } from './doubles.ts';
export { importPart } from './importing.ts';

export const actions: ActionsOf<typeof customersApi, Deps> = {
  upsertCustomer: async ({ source, externalId, ...profile }, deps) => {
    const saved = await save({ source, externalId }, profile, deps, 'customers.upsert');
    return saved.ok ? ok(saved.value.customer) : saved;
  },
  getCustomer: async ({ id }, deps) => {
    const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
    return customer ? ok(customer) : unknown(id);
  },
  listCustomers: async (page, { tenant }) => listed(await list(customers(tenant), page)),
  listCustomerVersions: async ({ id, ...page }, { tenant }) => {
    if (!(await read(customerById(tenant, id)))) return unknown(id);
    return listed(await list(versionsOf(tenant, id), page));
  },
  getCustomerTimeline: async ({ id, ...page }, { tenant }) => {
    if (!(await read(customerById(tenant, id)))) return unknown(id);
    return listed(await list(timelineOf(tenant, id), page));
  },
  mergeCustomer: mergeCustomers,
  allowAddress,
  setMailPreferences: ({ id, off }, deps) => switchMails(id, () => off, deps),
  listDuplicates: async (page, { tenant }) => listed(await list(duplicates(tenant), page)),
  dismissDuplicate,
  importCustomers: receiveFile,
  getCustomerImport: async ({ id }, { tenant }) => {
    const file = await read(importById(tenant, id));
    return file ? ok(viewed(file)) : refuse('customers.import_unknown', `There is no import ${id}.`);
  },
  listCustomerImports: async (page, { tenant }) => {
    const found = await list(imports(tenant), page);
    return listed({ ...found, data: found.data.map(viewed) });
  },
};

const unknown = (id: string) => refuse('customers.unknown', `There is no customer ${id}.`);
