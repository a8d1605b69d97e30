/** Says of open invoices when they will be paid, by what the last night learned. */
import { tenantById } from '../access/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { invoiceById, openInvoices } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { list, listed, read, recall } from '../runtime/table.ts';
import type { predictingApi } from './api.ts';
import { expectedOf, type KnownOf } from './expecting.ts';
import { knownOf } from './reading.ts';
import { qualities } from './store.ts';

export const actions: ActionsOf<typeof predictingApi, Deps> = {
  getPrediction: async ({ id }, deps) => {
    const invoice = await read(invoiceById(deps.tenant, id));
    if (!invoice || invoice.deposit) return refuse('invoices.unknown', `There is no invoice ${id}.`);
    const customer = await customerNow(invoice.customerId, deps);
    return ok(expectedOf(invoice, await known(customer!, deps)));
  },
  listPredictions: async ({ id, ...page }, deps) => {
    const customer = await customerNow(id, deps);
    if (!customer) return refuse('customers.unknown', `There is no customer ${id}.`);
    const by = await known(customer, deps);
    const open = await list(openInvoices(deps.tenant, id), page);
    return listed({ ...open, data: open.data.map((invoice) => expectedOf(invoice, by)) });
  },
  getPredictionQuality: async (page, { tenant }) => listed(await list(qualities(tenant), page)),
};

const customerNow = async (id: string, deps: Deps): Promise<Customer | undefined> =>
  whoIsNow(deps, await read(customerById(deps.tenant, id)));
const known = async (customer: Customer, deps: Deps): Promise<KnownOf> => {
  const { zone } = (await recall(tenantById(deps.tenant)))!.entities[0]!;
  return knownOf(customer, localDate(deps.now, zone), deps);
};
