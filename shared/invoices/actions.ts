/** Issuing: number, snapshot, ledger entry, exposure and event are one commit (rules §3.1). */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { moveExposure } from '../credit/store.ts';
import { customerById } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { seriesName } from '../numbering/series.ts';
import { seriesByName, take } from '../numbering/store.ts';
import { orderById } from '../orders/store.ts';
import { linkTo } from '../runtime/blobs.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import type { invoicesApi } from './api.ts';
import { InvoiceIssued, InvoicePaid, type Invoice, type InvoiceView } from './invoice.ts';
import { hashOf } from './link.ts';
import { headOf, issueDate, issueEntry, overdueDays, snapshotOf } from './rules.ts';
import {
  deliveryOf,
  documentsOf,
  invoiceById,
  invoices,
  openInvoices,
  putInvoice,
  putSnapshot,
  snapshotById,
} from './store.ts';

export interface Delivered {
  readonly orderId: string;
  readonly fulfilmentId: string;
}

/** One invoice per fulfilment: its id follows from the fulfilment's, so a message that comes twice finds it there. */
export const issueForFulfilment = (
  { orderId, fulfilmentId }: Delivered,
  deps: Deps,
): Promise<Result<Invoice, 'invoices.order_unknown' | 'once.taken' | 'table.stale'>> =>
  untilFresh(async () => {
    const [order, tenant] = [
      await read(orderById(deps.tenant, orderId)),
      await recall(tenantById(deps.tenant)),
    ];
    const fulfilment = order?.fulfilments.find((part) => part.id === fulfilmentId);
    const entity = order && tenant && entityOf(tenant, order.entity);
    const customer = order && (await read(customerById(deps.tenant, order.customerId)));
    if (!fulfilment || !entity || !customer)
      return refuse(
        'invoices.order_unknown',
        `The fulfilment ${fulfilmentId} of ${orderId} is not complete in the books.`,
      );
    const id = idOfCause('inv', fulfilment.at, fulfilmentId);
    const known = await read(invoiceById(deps.tenant, id));
    if (known) return ok(known);

    const today = localDate(deps.now, entity.zone);
    const name = seriesName(entity.series, today);
    const kept = await read(seriesByName(deps.tenant, name));
    const series = { name, next: kept?.next ?? 1 };
    const issuedOn = issueDate(today, kept);
    const snapshot = snapshotOf({ order, fulfilment, customer, entity }, series, issuedOn);
    const invoice = headOf(snapshot, {
      id,
      fulfilmentId: fulfilment.id,
      at: deps.now,
      trace: deps.trace,
      firstReminder: entity.reminders[0],
      linkHash: hashOf(await secret('linkKey'), deps.tenant, id),
    });
    const fact = { invoiceId: id, customerId: customer.id, number: invoice.number };
    const events = [
      announce(InvoiceIssued, id, { ...fact, total: invoice.total, dueOn: invoice.dueOn }),
      ...(invoice.state === 'PAID' ? [announce(InvoicePaid, id, fact)] : []),
    ];
    const done = await commit(
      deps,
      { action: 'invoices.issue', entry: issueEntry(invoice, snapshot), events },
      [
        ...take(deps.tenant, series, issuedOn, id),
        putInvoice(deps.tenant, invoice),
        putSnapshot(deps.tenant, id, snapshot),
        ...moveExposure(
          deps.tenant,
          customer.id,
          invoice.total.currency,
          invoice.total.minor - fulfilment.exposureMinor,
        ),
      ],
    );
    return done.ok ? ok(invoice) : done;
  });

export const actions: ActionsOf<typeof invoicesApi, Deps> = {
  listInvoices: async ({ openOf, ...page }, deps) => {
    const found = await list(openOf ? openInvoices(deps.tenant, openOf) : invoices(deps.tenant), page);
    return listed({ ...found, data: await viewed(found.data, deps) });
  },
  getInvoice: async ({ id }, deps) => {
    const [invoice, snapshot] = [
      await read(invoiceById(deps.tenant, id)),
      await read(snapshotById(deps.tenant, id)),
    ];
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
  const deliveries = new Map(
    (await readAll(heads.map(({ id }) => tagged(id, deliveryOf(name, id))))).map(({ id, value }) => [
      id,
      value,
    ]),
  );
  const documents = new Map(
    (await readAll(heads.map(({ id }) => tagged(id, documentsOf(name, id))))).map(({ id, value }) => [
      id,
      value,
    ]),
  );
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
