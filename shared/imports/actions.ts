import type { ActionsOf } from '../kernel/contract.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { list, listed, read } from '../runtime/table.ts';
import type { importsApi } from './api.ts';
import { receiveFile, viewed } from './receiving.ts';
import { importById, imports } from './store.ts';

export const actions: ActionsOf<typeof importsApi, Deps> = {
  importInvoices: receiveFile,
  getInvoiceImport: async ({ id }, { tenant }) => {
    const file = await read(importById(tenant, id));
    return file ? ok(viewed(file)) : refuse('imports.unknown', `There is no import ${id}.`);
  },
  listInvoiceImports: async (page, { tenant }) => {
    const found = await list(imports(tenant), page);
    return listed({ ...found, data: found.data.map(viewed) });
  },
};
