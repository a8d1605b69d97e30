/** Crediting: number, document, entry, settlement, credit and event are one commit (rules §3.1, §3.6). */
import { tenantById } from '../access/store.ts';
import { creditSeries, entityOf, type Entity } from '../access/tenant.ts';
import type { Approval } from '../approvals/approval.ts';
import type { Ended } from '../approvals/asking.ts';
import { CreditInvoice, InvoiceCredited, type CreditNote } from '../invoices/credit-note.ts';
import { claimOf } from '../invoices/claim.ts';
import { crediting, type Crediting } from '../invoices/crediting.ts';
import { numbersOf } from '../invoices/drafting.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { takenParts } from '../invoices/prepaid.ts';
import { creditNoteById, invoiceById, putCreditNote, putSnapshot, snapshotById } from '../invoices/store.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { numberOf } from '../numbering/series.ts';
import { take } from '../numbering/store.ts';
import { writesOf } from '../payments/store.ts';
import type { Effect } from '../payments/rules.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, readAll, readEach, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { credited, creditSnapshot, type Credited } from './rules.ts';
/** Performs a credit note that two persons agreed on: it and the approval's end are one commit, which who approves repeats. */
export const performCredit = ({ subject, input }: Approval, deps: Deps, ended: Ended) =>
  creditOnce(subject as Invoice['id'], CreditInvoice.parse(input), newId('crn'), deps, { ended });

/** Loads, decides and commits; `table.stale` while another took the number or touched the invoice. */
export const creditOnce = async (
  id: Invoice['id'],
  wanted: CreditInvoice,
  noteId: CreditNote['id'],
  deps: Deps,
  { planned: known, ended }: { readonly planned?: Plan; readonly ended?: Ended } = {},
): Promise<Result<CreditNote, Refused>> => {
  const planned = known ? ok(known) : await planOf(id, wanted, deps);
  if (!planned.ok) return planned;
  const under = follow(deps, [planned.value.invoice]);
  const { note, effect, writes, fact } = await creditedBy(planned.value, wanted, noteId, under);
  const done = await commit(
    under,
    {
      action: 'corrections.credit',
      subject: id,
      entry: effect.entry,
      events: [fact, ...effect.facts],
      answer: ended?.answer ?? note,
    },
    [...writes, ...(ended ? [ended.write] : [])],
  );
  return done.ok ? ok(note) : done;
};

/** The legal entity of an invoice, and the number that a series of it gives next. */
export const numbered = async (
  { entity: id }: Pick<Invoice, 'entity'>,
  seriesOf: (entity: Entity) => string,
  deps: Deps,
) => {
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, id)!;
  const { name, next, issuedOn } = await numbersOf({ ...entity, series: seriesOf(entity) }, deps);
  return { entity, name, next, number: numberOf(name, next), issuedOn };
};

/** A credit note under the next number: what it does and all writes of it, for a commit. */
export const creditedBy = async (
  { part, ...both }: Plan,
  wanted: Pick<CreditInvoice, 'reason' | 'text'>,
  noteId: CreditNote['id'],
  deps: Deps,
  place?: Invoice,
): Promise<{ note: CreditNote; effect: Effect; writes: Write<'table.stale'>[]; fact: Fact }> => {
  const { tenant } = deps;
  const { name, next, number, issuedOn } = await numbered(both.invoice, creditSeries, deps);
  const issue = { id: noteId, paymentId: newId('pay'), number, issuedOn, at: deps.now, trace: deps.trace };
  const { note, effect } = credited(both, part, wanted, issue, place);
  const { reason, total, customerId } = note;
  const fact = announce(InvoiceCredited, noteId, {
    creditNoteId: noteId,
    invoiceId: both.invoice.id,
    customerId,
    number,
    total,
    reason,
  });
  const writes = [
    ...take(tenant, { name, next }, issuedOn, [noteId]),
    putCreditNote(tenant, note),
    putSnapshot(tenant, noteId, creditSnapshot(both, part, wanted, issue)),
    ...writesOf(tenant, effect),
  ];
  return { note, effect, writes, fact };
};

export interface Plan extends Credited {
  readonly part: Crediting;
}
/** What the credit note would take back, by what is left of the invoice now. */
export const planOf = async (
  id: Invoice['id'],
  { lines }: Pick<CreditInvoice, 'lines'>,
  { tenant }: Deps,
): Promise<Result<Plan, Refused>> => {
  const [invoice, snapshot] = await readEach(invoiceById(tenant, id), snapshotById(tenant, id));
  if (!invoice || !snapshot || invoice.deposit)
    return refuse('invoices.unknown', `There is no invoice ${id}.`);
  if (invoice.voided)
    return refuse('invoices.voided', `${invoice.number} was made void: there is nothing to take back.`);
  if (claimOf(invoice).minor > 0)
    return refuse(
      'invoices.written_off',
      `Of ${invoice.number} something was written off. Reverse that first: what nobody paid is not given back.`,
    );
  const before = await readAll(invoice.credits.map((one) => creditNoteById(tenant, one)));
  const part = crediting(snapshot, [...before, ...takenParts(invoice)], lines);
  const creditedPaidMinor = before.reduce(
    (sum, { owed, discountBack }) => sum + owed.minor + (discountBack?.minor ?? 0),
    0,
  );
  return part.ok ? ok({ invoice, snapshot, creditedPaidMinor, part: part.value }) : part;
};
export type Refused =
  | 'invoices.unknown'
  | 'invoices.line_unknown'
  | 'invoices.credited_too_much'
  | 'invoices.credit_of_nothing'
  | 'invoices.nothing_left'
  | 'invoices.written_off'
  | 'invoices.voided'
  | 'once.taken'
  | 'table.stale';
