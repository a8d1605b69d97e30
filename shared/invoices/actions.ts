/** Issuing: number, snapshot, ledger entry, exposure and event are one commit (rules §3.1). */
import { entityOf, inForce } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { accountOf } from '../credit/credit.ts';
import { moveExposures } from '../credit/store.ts';
import { customerById } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { seriesName } from '../numbering/series.ts';
import { seriesByName, take } from '../numbering/store.ts';
import { orderById } from '../orders/store.ts';
import type { Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { secret } from '../runtime/secrets.ts';
import {
  commitAll,
  list,
  listed,
  read,
  readAll,
  readEach,
  readGroups,
  recall,
  untilFresh,
} from '../runtime/table.ts';
import type { invoicesApi } from './api.ts';
import { invoiceIdOf } from './ids.ts';
import { InvoiceIssued, InvoicePaid, type Invoice, type InvoiceView } from './invoice.ts';
import { hashOf } from './link.ts';
import { headOf, incomplete, issueDate, issueEntry, overdueDays, snapshotOf, type Draft } from './rules.ts';
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
  readonly customerId: string;
  readonly fulfilmentId: string;
}

interface Asked {
  readonly data: Delivered;
  readonly deps: Deps;
}
type Issued = Result<
  Invoice,
  'invoices.order_unknown' | 'invoices.e_invoice_incomplete' | 'once.taken' | 'table.stale'
>;

/** One invoice per fulfilment: its id follows from the fulfilment's, so a message that comes twice finds it there. */
export const issueForFulfilment = (data: Delivered, deps: Deps): Promise<Issued> =>
  untilFresh(async (tries): Promise<Issued> => {
    const asked = { data, deps };
    const [draft] = (await draftsOf(deps.tenant, [asked])) ?? [];
    if (!draft)
      return refuse(
        'invoices.order_unknown',
        `The fulfilment ${data.fulfilmentId} of ${data.orderId} is not complete in the books.`,
      );
    // A first message meets no invoice, so it does not pay for looking; one that comes again fails at its commit and looks.
    const lacking = incomplete(draft);
    const known = (tries > 0 || lacking) && (await read(invoiceById(deps.tenant, draft.id)));
    return known ? ok(known) : (lacking ?? issue(deps.tenant, [draft]));
  });

/**
 * The deliveries of one batch in one commit: a series is serial, so ten numbers that are taken together wait once instead
 * of ten times. False where that did not go; then each is issued on its own.
 */
export const issueTogether = async (asked: readonly Asked[]): Promise<boolean> => {
  for (const [tenant, ofTenant] of Map.groupBy(asked, ({ deps }) => deps.tenant)) {
    const drafts = await draftsOf(tenant, ofTenant);
    if (!drafts || drafts.some(incomplete)) return false;
    for (const ofEntity of Map.groupBy(drafts, ({ entity }) => entity.id).values())
      if (!(await issue(tenant, ofEntity)).ok) return false;
  }
  return true;
};

interface Drafted extends Draft {
  readonly id: Invoice['id'];
  readonly deps: Deps;
}

/** What each invoice is made of; undefined where one of them is not complete in the books. */
const draftsOf = async (tenant: string, asked: readonly Asked[]): Promise<Drafted[] | undefined> => {
  const settings = await recall(tenantById(tenant));
  const found = await readGroups(
    asked.map(({ data }) => orderById(tenant, data.orderId)),
    asked.map(({ data }) => customerById(tenant, data.customerId)),
  );
  const [orders, customers] = [new Map(found[0].map(byId)), new Map(found[1].map(byId))];
  const drafts = asked.flatMap(({ data, deps }) => {
    const order = orders.get(data.orderId);
    const fulfilment = order?.fulfilments.find(({ id }) => id === data.fulfilmentId);
    const entity = order && settings && entityOf(settings, order.entity);
    const customer = customers.get(data.customerId);
    return fulfilment && entity && customer
      ? [
          {
            order,
            fulfilment,
            entity: inForce(entity, deps.now),
            customer,
            deps,
            id: invoiceIdOf(fulfilment),
          },
        ]
      : [];
  });
  return drafts.length === asked.length ? drafts : undefined;
};
const byId = <T extends { id: string }>(one: T): [string, T] => [one.id, one];

/** Takes the next numbers of the entity's series and issues under them; all of one entity, all or none. The last is answered. */
const issue = async (
  tenant: string,
  drafts: readonly Drafted[],
): Promise<Result<Invoice, 'once.taken' | 'table.stale'>> => {
  const { entity, deps } = drafts[0]!;
  const today = localDate(deps.now, entity.zone);
  const name = seriesName(entity.series, today);
  const kept = await read(seriesByName(tenant, name));
  const next = kept?.next ?? 1;
  const issuedOn = issueDate(today, kept);
  const linkKey = await secret('linkKey');
  const made = drafts.map((draft, index) => drawn(draft, { next: next + index, issuedOn, linkKey }));
  const exposures = Map.groupBy(made, ({ invoice }) => invoice.total.currency);
  const done = await commitAll(
    made.map(({ act }, index) => ({ act, deps: drafts[index]!.deps })),
    [
      ...take(
        tenant,
        { name, next },
        issuedOn,
        drafts.map(({ id }) => id),
      ),
      ...made.flatMap(({ invoice, snapshot }) => [
        putInvoice(tenant, invoice),
        putSnapshot(tenant, invoice.id, snapshot),
      ]),
      ...[...exposures].flatMap(([currency, some]) =>
        moveExposures(
          tenant,
          currency,
          some.map(({ invoice, exposureMinor }) => ({ account: accountOf(invoice), minor: exposureMinor })),
        ),
      ),
    ],
  );
  return done.ok ? ok(made.at(-1)!.invoice) : done;
};

/** The invoice under its number, with what its commit says and how the customer's exposure moves. */
const drawn = (
  draft: Drafted,
  { next, issuedOn, linkKey }: { next: number; issuedOn: LocalDate; linkKey: string },
) => {
  const { id, deps, entity, customer, fulfilment } = draft;
  const snapshot = snapshotOf(draft, { next }, issuedOn);
  const invoice = headOf(snapshot, {
    id,
    fulfilmentId: fulfilment.id,
    at: deps.now,
    trace: deps.trace,
    firstReminder: entity.reminders[0],
    linkHash: hashOf(linkKey, deps.tenant, id),
    creditId: draft.order.creditId,
  });
  const fact = { invoiceId: id, customerId: customer.id, number: invoice.number };
  const events = [
    announce(InvoiceIssued, id, { ...fact, total: invoice.total, dueOn: invoice.dueOn }),
    ...(invoice.state === 'PAID' ? [announce(InvoicePaid, id, fact)] : []),
  ];
  return {
    invoice,
    snapshot,
    exposureMinor: invoice.total.minor - fulfilment.exposureMinor,
    act: { action: 'invoices.issue', entry: issueEntry(invoice, snapshot), events },
  };
};

export const actions: ActionsOf<typeof invoicesApi, Deps> = {
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
