/** One supplied invoice into the books: number, head, snapshot, ledger entry, exposure and documents are one commit. */
import { houseDay, type Entity, type Tenant } from '../access/tenant.ts';
import { accountOf, creditIdOf } from '../credit/credit.ts';
import { moveExposures } from '../credit/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { keyOfTaxId } from '../customers/likeness.ts';
import { customerById, idByName, underKey } from '../customers/store.ts';
import { writeInvoice } from '../documents/en16931/write.ts';
import type { Reading } from '../documents/en16931/model.ts';
import { fileName, MEDIA } from '../documents/document.ts';
import type { Documents, Invoice, Snapshot } from '../invoices/invoice.ts';
import { hashOf } from '../invoices/link.ts';
import { headOf } from '../invoices/rules.ts';
import { invoiceById, putDocuments, putInvoice, putSnapshot, snapshotById } from '../invoices/store.ts';
import { announce } from '../kernel/events.ts';
import { ok } from '../kernel/result.ts';
import { documentByOriginal, takeOriginal } from '../numbering/store.ts';
import { plainNumber } from '../numbering/series.ts';
import { keep } from '../runtime/blobs.ts';
import { idOfCause, sha256, type Deps } from '../runtime/context.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, list, read, readEach, untilFresh } from '../runtime/table.ts';
import { InvoiceImported, type InvoiceImport } from './import.ts';
import { objections, opened, openingEntry, snapshotOf, wrong, type Supplied, type Wrong } from './rules.ts';

export interface Taken {
  readonly outcome: 'imported' | 'known';
  readonly snapshot: Snapshot;
}
export interface From {
  readonly file: InvoiceImport;
  readonly tenant: Tenant;
  readonly entity: Entity;
  readonly document?: { readonly reading: Reading; readonly content: Uint8Array } | undefined;
}

/** The same content again is known; another content under a number that is taken is wrong. */
export const take = async (supplied: Supplied, from: From, deps: Deps): Promise<Taken | Wrong> => {
  const { entity, tenant, file } = from;
  const today = houseDay(tenant, deps.now);
  const against = objections(supplied, { entity, tenant, today });
  if (against) return against;
  const hash = sha256(JSON.stringify([entity.id, supplied]));
  const done = await untilFresh(async () => {
    const before = await known(supplied.number, deps);
    if (before)
      return ok(
        before.head.external?.hash === hash
          ? { outcome: 'known' as const, snapshot: before.snapshot }
          : wrong('number', 'is that of an invoice that is in the books with another content'),
      );
    const customer = await buyerOf(supplied, file.source, deps);
    if ('wrong' in customer) return ok(customer);
    const snapshot = snapshotOf(supplied, entity, customer);
    const kept = await bring({ supplied, snapshot, customer, hash }, from, deps);
    return kept.ok ? ok({ outcome: 'imported' as const, snapshot }) : kept;
  });
  if (!done.ok) throw new Error(done.detail);
  const taken = done.value;
  // A worker that died had brought it in already: it counts as what it was.
  return 'outcome' in taken && taken.outcome === 'known' && (await isOurs(taken, file, deps))
    ? { ...taken, outcome: 'imported' }
    : taken;
};

const known = async (number: string, { tenant }: Deps) => {
  const id = await read(documentByOriginal(tenant, number));
  if (id === undefined) return undefined;
  const [head, snapshot] = await readEach(invoiceById(tenant, id), snapshotById(tenant, id));
  return { head: head!, snapshot: snapshot! };
};
const isOurs = async ({ snapshot: { number } }: Taken, { id }: InvoiceImport, deps: Deps): Promise<boolean> =>
  (await known(number, deps))?.head.external?.importId === id;

/** By the external id in the source of the file, else by the VAT number where one record alone has it. */
const buyerOf = async (
  { customer: { externalId, vatId }, currency }: Supplied,
  source: string,
  deps: Deps,
): Promise<Customer | Wrong> => {
  const { tenant } = deps;
  const named = externalId === undefined ? undefined : await read(idByName(tenant, source, externalId));
  const ids = named !== undefined ? [named] : vatId === undefined ? [] : await byVatId(vatId, deps);
  if (ids.length !== 1)
    return wrong(
      'customer',
      `${externalId ?? vatId ?? 'nobody'} is ${ids.length === 0 ? 'no customer' : 'several customers'} of the source ${source}`,
    );
  const customer = await whoIsNow(deps, await read(customerById(tenant, ids[0]!)));
  if (!customer) return wrong('customer', 'is not there any more');
  return customer.currency === currency
    ? customer
    : wrong('currency', `is not ${customer.currency}, in which the customer buys`);
};
const byVatId = async (vatId: string, { tenant }: Deps): Promise<string[]> => {
  const name = sha256(`${tenant}\n${keyOfTaxId(vatId)}`).slice(0, 32);
  return (await list(underKey(tenant, name), { limit: 2 })).data;
};

interface Bringing {
  readonly supplied: Supplied;
  readonly snapshot: Snapshot;
  readonly customer: Customer;
  readonly hash: string;
}
const bring = async ({ supplied, snapshot, customer, hash }: Bringing, from: From, deps: Deps) => {
  const { entity, file, tenant: settings } = from;
  const { tenant } = deps;
  const { number, issuedOn, dueOn } = snapshot;
  const id = idOfCause('inv', `${issuedOn}T00:00:00Z`, tenant, 'original', plainNumber(number));
  const fresh = headOf(snapshot, {
    id,
    at: deps.now,
    trace: deps.trace,
    external: { importId: file.id, hash },
    creditId: creditIdOf(customer),
    linkHash: hashOf(await secret('linkKey'), tenant, id),
    firstReminder: undefined,
  });
  const invoice = opened(fresh, snapshot, supplied.reminded, entity.reminders);
  const documents = from.document && (await documentsOf(invoice, from.document, tenant));
  const events = [
    announce(InvoiceImported, id, {
      invoiceId: id,
      customerId: customer.id,
      number,
      importId: file.id,
      open: invoice.open,
      dueOn,
    }),
  ];
  const act = {
    action: 'imports.take',
    entry: openingEntry(invoice, issuedOn, houseDay(settings, deps.now)),
    events,
  };
  return commit(deps, act, [
    takeOriginal(tenant, number, id),
    putInvoice(tenant, invoice),
    putSnapshot(tenant, id, snapshot),
    ...moveExposures(tenant, invoice.open.currency, [
      { account: accountOf(invoice), minor: invoice.open.minor },
    ]),
    ...(documents ? [{ ...putDocuments(tenant, id, documents), clash: 'table.stale' as const }] : []),
  ]);
};

/** What the customer gets is what was supplied: the PDF as it came; the e-invoice as it came, or the same terms as UBL. */
const documentsOf = async (
  { id, number }: Invoice,
  { reading, content }: NonNullable<From['document']>,
  tenant: string,
): Promise<Documents> => {
  const kept = async (kind: 'pdf' | 'ubl', bytes: Uint8Array | string): Promise<string> => {
    const key = `${tenant}/invoices/${id}/supplied-${sha256(bytes).slice(0, 16)}/${fileName(number, kind)}`;
    await keep(key, bytes, MEDIA[kind]);
    return key;
  };
  const isPlain = reading.syntax === 'ubl';
  return {
    ...(Buffer.from(content.subarray(0, 5)).toString('latin1') === '%PDF-' && {
      pdf: await kept('pdf', content),
    }),
    ubl: await kept('ubl', isPlain ? content : writeInvoice(reading.invoice, 'ubl')),
  };
};
