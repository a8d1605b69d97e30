/** Invoices and payments of the customer, page by page; and one invoice with all that explains its amount. */
import { claimById, chargedOf } from '../claims/store.ts';
import { idsOf } from '../customers/customer.ts';
import { disputesOf } from '../disputes/store.ts';
import { clarifiedOf } from '../invoices/clarifying.ts';
import { inCharge } from '../invoices/handed.ts';
import { InvoiceId, type Invoice } from '../invoices/invoice.ts';
import { tokenOf } from '../invoices/link.ts';
import { promisedOf } from '../invoices/promised.ts';
import { overdueDays } from '../invoices/rules.ts';
import {
  billedTo,
  creditNoteById,
  documentsOf,
  invoiceById,
  openInvoices,
  snapshotById,
} from '../invoices/store.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { money, sum } from '../kernel/money.ts';
import type { Listing } from '../kernel/storage.ts';
import { paidBy } from '../payments/store.ts';
import { BadCursor } from '../runtime/cursor.ts';
import { secret } from '../runtime/secrets.ts';
import { list, read, readAll, readEach, type PageOf } from '../runtime/table.ts';
import type { In } from './entering.ts';
import type { DisputeRow } from './disputes.tsx';
import type { InvoiceShown } from './invoice.tsx';
import type { InvoiceRow } from './invoices.tsx';
import type { PaymentRow } from './money.tsx';
import { isPayable } from './rules.ts';
import { todayOf } from './standing.ts';
import type { Show } from './words.ts';

const ROWS = 20;
export interface Rows<R> {
  readonly rows: readonly R[];
  /** What the address of the next page has. */
  readonly next: string | undefined;
  readonly later: boolean;
}
export type Asked = Readonly<Record<string, string | undefined>> | undefined;

/** Of all names of the customer one after the other; a place that is none of ours is the beginning. */
export const paged = async <T>(
  who: In,
  asked: Asked,
  of: (tenant: string, id: string) => Listing<T>,
  limit = ROWS,
): Promise<{ page: PageOf<T>; next: string | undefined; later: boolean }> => {
  const names = idsOf(who.customer);
  const [name, cursor] = placeIn(asked?.['at']);
  const at = names[name] === undefined ? 0 : name;
  const ask = (from?: string) => list(of(who.deps.tenant, names[at]!), { limit, cursor: from });
  const page = await ask(cursor).catch((error: unknown) => {
    if (error instanceof BadCursor) return ask();
    throw error;
  });
  const next =
    page.nextCursor === undefined
      ? at + 1 < names.length
        ? `at=${at + 1}`
        : undefined
      : `at=${at}.${page.nextCursor}`;
  return { page, next, later: at > 0 || cursor !== undefined };
};
const placeIn = (text = ''): [number, string | undefined] => {
  const [, name, cursor] = /^(\d{1,2})(?:\.([\w-]{1,500}))?$/.exec(text) ?? [];
  return name === undefined ? [0, undefined] : [Number(name), cursor];
};

export const invoicesOf = async (who: In, show: Show, asked: Asked): Promise<Rows<InvoiceRow>> => {
  const today = todayOf(who);
  const { page, next, later } =
    show === 'open'
      ? await paged(who, asked, openInvoices)
      : await paged(who, asked, (tenant, id) => ({ ...billedTo(tenant, id), parse: ({ pk }) => pk }));
  const heads = await readAll(
    page.data.flatMap((one) =>
      typeof one === 'string' ? [invoiceById(who.deps.tenant, one.slice(one.lastIndexOf('#') + 1))] : [],
    ),
  );
  const found = [...page.data.flatMap((one) => (typeof one === 'string' ? [] : [one])), ...heads];
  const shown = found.filter((one) => !one.deposit && (show !== 'paid' || one.open.minor === 0));
  const key = await secret('linkKey');
  const rows = shown.map((one) => ({
    ...rowOf(one, today),
    payUrl: isPayable(one, today) ? `/pay/${tokenOf(key, who.deps.tenant, one.id)}` : undefined,
  }));
  return { rows, next, later };
};

const rowOf = (one: Invoice, today: LocalDate): InvoiceRow => ({
  id: one.id,
  number: one.number,
  issuedOn: one.issuedOn,
  dueOn: one.dueOn,
  overdueDays: overdueDays(one, today),
  total: one.total,
  open: one.open,
  state: one.state === 'CLOSED' ? 'WRITTEN_OFF' : one.state,
});

/** The customer's own, whatever is asked for: another's is none. */
export const ownInvoice = async ({ customer, deps }: In, asked: string): Promise<Invoice | undefined> => {
  const id = InvoiceId.safeParse(asked);
  const head = id.success ? await read(invoiceById(deps.tenant, id.data)) : undefined;
  return head && idsOf(customer).includes(head.customerId) && !head.deposit ? head : undefined;
};

export const invoiceShown = async (head: Invoice, who: In): Promise<InvoiceShown> => {
  const { tenant } = who.deps;
  const today = todayOf(who);
  const [snapshot, documents, charged] = await readEach(
    snapshotById(tenant, head.id),
    documentsOf(tenant, head.id),
    chargedOf(tenant, head.id),
  );
  const claims = await readAll((charged?.claims ?? []).map((id) => claimById(tenant, id)));
  const unpaid = claims.filter(({ open }) => open.minor > 0);
  const notes = await readAll(head.credits.map((id) => creditNoteById(tenant, id)));
  const token = tokenOf(await secret('linkKey'), tenant, head.id);
  const own = `/my/invoices/${head.id}`;
  const { totals, lines } = snapshot!;
  const { currency } = head.total;
  const kept = sum(
    head.settlements.flatMap(({ discount }) => (discount ? [discount] : [])),
    currency,
  );
  const reachable = today <= head.link.expiresOn;
  return {
    row: rowOf(head, today),
    deliveredOn: snapshot!.advance ? undefined : snapshot!.deliveredOn,
    promisedOn: promisedOf(head, today) && head.promise?.payOn,
    disputed: clarifiedOf(head),
    steps: head.settlements.map(({ paidOn, method, amount }) => ({ on: paidOn, method, amount })),
    discount: kept.minor > 0 ? kept : undefined,
    prepaid: snapshot!.prepaidMinor === undefined ? undefined : money(snapshot!.prepaidMinor, currency),
    basket: { lines, taxes: totals.taxes, allowances: totals.allowances },
    claims: unpaid,
    credits: notes.map(({ id, number, issuedOn, total }) => ({
      number,
      issuedOn,
      total,
      pdf: `${own}/${id}`,
    })),
    pdf: documents?.pdf === undefined ? undefined : `${own}/pdf`,
    xml: documents?.ubl === undefined ? undefined : `${own}/xml`,
    payUrl: isPayable(head, today, unpaid.length > 0) ? `/pay/${token}` : undefined,
    inCharge: inCharge(head),
    wrongUrl: reachable && head.state !== 'VOID' ? `/dispute/${token}` : undefined,
  };
};

/** Key and name of a file: the invoice's own, or that of a credit note of it. */
export const fileOf = async (
  head: Invoice,
  what: string,
  { deps }: In,
): Promise<{ key: string; number: string; end: 'pdf' | 'xml' } | undefined> => {
  if (what === 'pdf' || what === 'xml') {
    const key = (await read(documentsOf(deps.tenant, head.id)))?.[what === 'pdf' ? 'pdf' : 'ubl'];
    return key === undefined ? undefined : { key, number: head.number, end: what };
  }
  if (!head.credits.includes(what)) return undefined;
  const [note, documents] = await readEach(creditNoteById(deps.tenant, what), documentsOf(deps.tenant, what));
  return note && documents?.pdf !== undefined
    ? { key: documents.pdf, number: note.number, end: 'pdf' }
    : undefined;
};

/** Receipts go back so far. */
const PAYMENT_DAYS = 730;
export const paymentsOf = async (who: In, asked: Asked): Promise<Rows<PaymentRow> & { since: LocalDate }> => {
  const since = addDays(todayOf(who), -PAYMENT_DAYS);
  const { page, ...rest } = await paged(who, asked, (tenant, id) => paidBy(tenant, id, since));
  const names = idsOf(who.customer);
  const rows = page.data.map(({ paidOn, method, amount, unapplied, allocations }): PaymentRow => ({
    on: paidOn,
    method,
    amount,
    free: unapplied,
    settled: allocations
      // What paid another customer's invoice is that one's to see.
      .filter(({ customerId }) => customerId === undefined || names.includes(customerId))
      .map(({ number, invoiceId, amount: part }) => ({
        number,
        amount: part,
        url: `/my/invoices/${invoiceId}`,
      })),
  }));
  return { rows, since, ...rest };
};

/** Its cases, each with the page where it goes on while that can be reached. */
export const disputesShown = async (who: In, asked: Asked): Promise<Rows<DisputeRow>> => {
  const { tenant } = who.deps;
  const { page, ...rest } = await paged(who, asked, disputesOf);
  const [heads, key] = await Promise.all([
    readAll(page.data.map(({ invoiceId }) => invoiceById(tenant, invoiceId))),
    secret('linkKey'),
  ]);
  const reachable = new Set(
    heads.filter(({ link, state }) => todayOf(who) <= link.expiresOn && state !== 'VOID').map(({ id }) => id),
  );
  const rows = page.data.map((one) => ({
    ...one,
    url: reachable.has(one.invoiceId) ? `/dispute/${tokenOf(key, tenant, one.invoiceId)}` : undefined,
  }));
  return { rows, ...rest };
};
