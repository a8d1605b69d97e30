/** Crediting: number, document, entry, settlement, credit and event are one commit (rules §3.1, §3.6). */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { CreditInvoice, InvoiceCredited, type CreditNote } from '../invoices/credit-note.ts';
import { fileName } from '../documents/document.ts';
import { crediting, type Crediting } from '../invoices/crediting.ts';
import { invoiceIdOf } from '../invoices/ids.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { issueDate } from '../invoices/rules.ts';
import {
  creditNoteById,
  creditNotes,
  deliveryOf,
  documentsOf,
  invoiceById,
  putCreditNote,
  putSnapshot,
  snapshotById,
} from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { within } from '../kernel/limits.ts';
import { money, toText } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { numberOf, seriesName } from '../numbering/series.ts';
import { seriesByName, take } from '../numbering/store.ts';
import type { Order, Return } from '../orders/order.ts';
import { deliveredPart } from '../orders/parts.ts';
import { orderById } from '../orders/store.ts';
import { writesOf } from '../payments/store.ts';
import { idOfCause, newId, type Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import {
  commit,
  list,
  listed,
  read,
  readAll,
  readEach,
  readGroups,
  recall,
  untilFresh,
} from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { correctionsApi } from './api.ts';
import { returned } from './returns.ts';
import { credited, creditSeries, creditSnapshot, type Credited } from './rules.ts';

export const actions: ActionsOf<typeof correctionsApi, Deps> = {
  creditInvoice: async ({ id, ...wanted }, deps) => {
    const planned = await planOf(id, wanted, deps);
    if (!planned.ok) return planned;
    const { invoice, part } = planned.value;
    const { currency } = invoice.total;
    const worth = money(part.totals.grossMinor, currency);
    if (within(deps.may?.limits, 'refund', worth)) {
      const noteId = newId('crn');
      return untilFresh((tries) =>
        creditOnce(id, wanted, noteId, deps, tries === 0 ? { planned: planned.value } : {}),
      );
    }
    const summary = `${toText(worth)} ${currency} of invoice ${invoice.number} credited: ${wanted.reason}.`;
    return ask(
      { operation: 'corrections.credit', subject: id, scope: 'invoices:write', summary, input: wanted },
      deps,
    );
  },
  listCreditNotes: async (page, { tenant }) => listed(await list(creditNotes(tenant), page)),
  getCreditNote: async ({ id }, { tenant }) => {
    const [note, snapshot, delivery, documents] = await readEach(
      creditNoteById(tenant, id),
      snapshotById(tenant, id),
      deliveryOf(tenant, id),
      documentsOf(tenant, id),
    );
    if (!note || !snapshot) return unknown(id);
    return ok({ ...note, snapshot, ...(delivery && { delivery }), ...(documents && { documents }) });
  },
  getCreditNoteDocument: async ({ id, format }, { tenant }) => {
    const [note, documents] = await readEach(creditNoteById(tenant, id), documentsOf(tenant, id));
    if (!note) return unknown(id);
    const key = documents?.[format];
    if (key === undefined)
      return refuse('corrections.no_document', `Credit note ${note.number} has no ${format} (yet).`);
    return ok({ url: await linkTo(key, fileName(note.number, format), 300), expiresInSeconds: 300 });
  },
};
const unknown = (id: string) => refuse('corrections.unknown', `There is no credit note ${id}.`);

/** Performs a credit note that two persons agreed on: it and the approval's end are one commit, which who approves repeats. */
export const performCredit = ({ subject, input }: Approval, deps: Deps, ended: Ended) =>
  creditOnce(subject as Invoice['id'], CreditInvoice.parse(input), newId('crn'), deps, { ended });

/** Loads, decides and commits; `table.stale` while another took the number or touched the invoice. */
const creditOnce = async (
  id: Invoice['id'],
  wanted: CreditInvoice,
  noteId: CreditNote['id'],
  deps: Deps,
  { planned: known, ended }: { readonly planned?: Plan; readonly ended?: Ended } = {},
): Promise<Result<CreditNote, Refused>> => {
  const planned = known ? ok(known) : await planOf(id, wanted, deps);
  if (!planned.ok) return planned;
  const { invoice, snapshot, part } = planned.value;
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, invoice.entity)!;
  const today = localDate(deps.now, entity.zone);
  const name = seriesName(creditSeries(entity), today);
  const kept = await read(seriesByName(deps.tenant, name));
  const next = kept?.next ?? 1;
  const under = follow(deps, [invoice]);
  const issue = {
    id: noteId,
    paymentId: newId('pay'),
    number: numberOf(name, next),
    issuedOn: issueDate(today, kept),
    at: deps.now,
    trace: under.trace,
  };
  const both = { invoice, snapshot };
  const { note, effect } = credited(both, part, wanted, issue);
  const { reason, number, total, customerId } = note;
  const issued = { creditNoteId: noteId, invoiceId: id, customerId, number, total, reason };
  const done = await commit(
    under,
    {
      action: 'corrections.credit',
      subject: id,
      entry: effect.entry,
      events: [announce(InvoiceCredited, noteId, issued), ...effect.facts],
      answer: ended?.answer ?? note,
    },
    [
      ...take(deps.tenant, { name, next }, issue.issuedOn, [noteId]),
      putCreditNote(deps.tenant, note),
      putSnapshot(deps.tenant, noteId, creditSnapshot(both, part, wanted, issue)),
      ...writesOf(deps.tenant, effect),
      ...(ended ? [ended.write] : []),
    ],
  );
  return done.ok ? ok(note) : done;
};

interface Plan extends Credited {
  readonly part: Crediting;
}
/** What the credit note would take back, by what is left of the invoice now. */
const planOf = async (
  id: Invoice['id'],
  wanted: CreditInvoice,
  { tenant }: Deps,
): Promise<Result<Plan, Refused>> => {
  const [invoice, snapshot] = await readEach(invoiceById(tenant, id), snapshotById(tenant, id));
  if (!invoice || !snapshot) return refuse('invoices.unknown', `There is no invoice ${id}.`);
  const before = await readAll(invoice.credits.map((one) => creditNoteById(tenant, one)));
  const part = crediting(snapshot, before, wanted.lines);
  return part.ok ? ok({ invoice, snapshot, part: part.value }) : part;
};
type Refused =
  | 'invoices.unknown'
  | 'invoices.line_unknown'
  | 'invoices.credited_too_much'
  | 'invoices.credit_of_nothing'
  | 'invoices.nothing_left'
  | 'once.taken'
  | 'table.stale';

/**
 * Goods that came back are credited by themselves: one credit note for each invoice that they were on, whose id follows from the
 * return's, so that a message that comes twice finds it there. What no invoice covers waits for a person.
 */
export const creditReturn = async (
  { orderId, returnId }: { orderId: Order['id']; returnId: Return['id'] },
  deps: Deps,
): Promise<Result<void, Refused | 'corrections.return_not_covered'>> => {
  const order = (await read(orderById(deps.tenant, orderId)))!;
  const made = order.returns!.find(({ id }) => id === returnId)!;
  const noteOf = (invoiceId: string) => idOfCause('crn', made.at, returnId, invoiceId);
  const ids = order.fulfilments.map(invoiceIdOf);
  const [heads, snapshots] = await readGroups(
    ids.map((id) => invoiceById(deps.tenant, id)),
    ids.map((id) => snapshotById(deps.tenant, id)),
  );
  if (heads.length < ids.length) throw new Error(`a delivery of ${orderId} is not invoiced yet`);
  const notes = await readAll(
    heads.flatMap(({ credits }) => credits.map((id) => creditNoteById(deps.tenant, id))),
  );
  const { parts, uncovered } = returned(
    made,
    heads.map((invoice, at) => ({
      invoice,
      snapshot: snapshots[at]!,
      before: notes.filter((note) => note.invoiceId === invoice.id && note.id !== noteOf(invoice.id)),
      of: deliveredPart(order, order.fulfilments[at]!).lines.map(({ id }) => id),
    })),
  );
  for (const { invoiceId, lines } of parts) {
    if (notes.some(({ id }) => id === noteOf(invoiceId))) continue;
    const wanted = { reason: 'returned', text: made.reason, lines } as const;
    const done = await untilFresh(() => creditOnce(invoiceId, wanted, noteOf(invoiceId), deps));
    if (!done.ok) return done;
  }
  return uncovered.length === 0
    ? ok(undefined)
    : refuse(
        'corrections.return_not_covered',
        `Of return ${returnId} of order ${orderId} no invoice covers ${uncovered.map(({ line, quantity }) => `${quantity} of line ${line}`).join(', ')}.`,
      );
};
