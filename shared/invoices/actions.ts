/** What finance reads of invoices, and what it does with those that wait. Issuing itself is `issuing.ts`. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { commit, list, listed, read, readEach, readGroups, recall, untilFresh } from '../runtime/table.ts';
import type { invoicesApi } from './api.ts';
import { NO_CHECKS, type CheckRules } from './check.ts';
import type { Invoice, InvoiceView } from './invoice.ts';
import { override, parkedWithSnapshot, recheck } from './parked.ts';
import { preview } from './preview.ts';
import { overdueDays } from './rules.ts';
import {
  checkRules,
  deliveryOf,
  documentsOf,
  invoiceById,
  invoices,
  openInvoices,
  parkedInvoices,
  putCheckRules,
  snapshotById,
} from './store.ts';

export const actions: ActionsOf<typeof invoicesApi, Deps> = {
  getInvoiceChecks: async (_, { tenant }) => ok((await read(checkRules(tenant))) ?? NO_CHECKS),
  setInvoiceChecks: (said, deps) =>
    untilFresh(async () => {
      const before = await read(checkRules(deps.tenant));
      const rules: CheckRules = {
        ...said,
        version: (before?.version ?? 0) + 1,
        at: deps.now,
        by: deps.actor,
      };
      const kept = await commit(deps, { action: 'invoices.set_checks' }, putCheckRules(deps.tenant, rules));
      return kept.ok ? ok(rules) : kept;
    }),
  listParkedInvoices: async (page, { tenant }) => listed(await list(parkedInvoices(tenant), page)),
  getParkedInvoice: ({ id }, deps) => parkedWithSnapshot(id, deps),
  recheckParkedInvoice: ({ id }, deps) => untilFresh(() => recheck(id, deps)),
  issueParkedInvoice: ({ id, reason }, deps) => untilFresh(() => override(id, reason, deps)),
  previewInvoice: (input, deps) => preview(input, deps),
  listInvoices: async ({ openOf, ...page }, deps) => {
    const found = await list(openOf ? openInvoices(deps.tenant, openOf) : invoices(deps.tenant), page);
    return listed({ ...found, data: await viewed(found.data, deps) });
  },
  getInvoice: async ({ id }, deps) => {
    const [invoice, snapshot] = await readEach(invoiceById(deps.tenant, id), snapshotById(deps.tenant, id));
    if (!invoice || !snapshot) return refuse('invoices.unknown', `There is no invoice ${id}.`);
    const [view] = await viewed([invoice], deps);
    return ok({ ...view!, snapshot });
  },
  getInvoiceDocument: async ({ id, format }, { tenant }) => {
    const invoice = await read(invoiceById(tenant, id));
    if (!invoice) return refuse('invoices.unknown', `There is no invoice ${id}.`);
    const key = (await read(documentsOf(tenant, id)))?.[format];
    if (key === undefined)
      return refuse('invoices.no_document', `Invoice ${invoice.number} has no ${format} (yet).`);
    return ok({
      url: await linkTo(key, `${invoice.number}.${format === 'pdf' ? 'pdf' : 'xml'}`, 300),
      expiresInSeconds: 300,
    });
  },
};

/** Heads with what mail and documents say of them, in the order given. */
const viewed = async (heads: readonly Invoice[], { tenant: name, now }: Deps): Promise<InvoiceView[]> => {
  if (heads.length === 0) return [];
  const tenant = (await recall(tenantById(name)))!;
  const [delivered, rendered] = await readGroups(
    heads.map(({ id }) => tagged(id, deliveryOf(name, id))),
    heads.map(({ id }) => tagged(id, documentsOf(name, id))),
  );
  const deliveries = new Map(delivered.map(({ id, value }) => [id, value]));
  const documents = new Map(rendered.map(({ id, value }) => [id, value]));
  return heads.map(({ link: _, ...head }) => ({
    ...head,
    overdueDays: overdueDays(head, localDate(now, entityOf(tenant, head.entity)!.zone)),
    ...(deliveries.has(head.id) && { delivery: deliveries.get(head.id)! }),
    ...(documents.has(head.id) && { documents: documents.get(head.id)! }),
  }));
};
const tagged = <T>(
  id: string,
  { key, parse }: { key: { pk: string; sk: string }; parse: (item: never) => T },
) => ({ key, parse: (item: unknown) => ({ id, value: parse(item as never) }) });
