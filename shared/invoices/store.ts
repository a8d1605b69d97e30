/**
 * Table: all facts of an invoice stand in `${t}#INV#${id}`: HEAD (g1 `${t}#INVOICES`/id; g2 while open `${t}#OPEN#${customer}`/due#id;
 * g3 while a reminder may come `${t}#REMIND#${entity}`/day#id) · SNAP the frozen snapshot · DOCS · MAIL
 * 1. head: 1 read · 2. snapshot: 1 read · 3. list: 1 query + 1 batch · 4. open of a customer, oldest due first: 1 query + 1 batch ·
 * 5. to be looked at for a reminder up to a day: 1 query + 1 batch · 6. documents and mail: 1 read each
 * A credit note has a partition of its own, `${t}#CRN#${id}`: HEAD (g1 `${t}#CREDIT_NOTES`/id) · SNAP · DOCS · MAIL
 * 7. one, or the credit notes of an invoice by the ids in its head: 1 read · 8. list: 1 query + 1 batch
 * SNAP of an invoice: g2 `${t}#BILLED#${customer}`/day#id · DRAFT `${t}#DRAFT#${invoice id}`/DRAFT (g1 while it waits `${t}#DRAFTS`/id) ·
 * CHECKS `${t}#INVOICECHECKS`/RULES, its versions beside it
 * 9. what was invoiced to a customer, newest first: 1 query + 1 batch · 10. draft: 1 read · 11. drafts that wait: 1 query + 1 batch ·
 * 12. checks: 1 read · DEPOSIT, the request for one, as HEAD of a partition like an invoice's (g1 `${t}#DEPOSITS`/id; g2 while asked for or not used up
 * `${t}#DEPOSITS_LIVE`/id; g3 as an invoice) · 13. deposits, newest first · 14. those that are alive: 1 query + 1 batch each
 */
import { owedKeys } from '../credit/store.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { CheckRules, ParkedInvoice } from './check.ts';
import { CreditNote } from './credit-note.ts';
import { Delivery } from './delivery.ts';
import { depositLeft } from './deposit.ts';
import { Documents, Invoice, Snapshot } from './invoice.ts';

const key = (tenant: string, id: string, part: 'HEAD' | 'SNAP' | 'DOCS' | 'MAIL') => ({
  pk: `${tenant}#${id.startsWith('crn_') ? 'CRN' : 'INV'}#${id}`,
  sk: part,
});

export const invoiceById = (tenant: string, id: string): Read<Invoice> => ({
  key: key(tenant, id, 'HEAD'),
  parse: docOf(Invoice),
});
export const snapshotById = (tenant: string, id: string): Read<Snapshot> => ({
  key: key(tenant, id, 'SNAP'),
  parse: docOf(Snapshot),
});
export const documentsOf = (tenant: string, id: string): Read<Documents> => ({
  key: key(tenant, id, 'DOCS'),
  parse: docOf(Documents),
});
export const deliveryOf = (tenant: string, id: string): Read<Delivery> => ({
  key: key(tenant, id, 'MAIL'),
  parse: docOf(Delivery),
});
export const invoices = (tenant: string): Listing<Invoice> => ({
  index: 'g1',
  partition: `${tenant}#INVOICES`,
  order: 'newest first',
  parse: docOf(Invoice),
});
export const openInvoices = (tenant: string, customer: string): Listing<Invoice> => ({
  index: 'g2',
  partition: `${tenant}#OPEN#${customer}`,
  parse: docOf(Invoice),
});
export const creditNoteById = (tenant: string, id: string): Read<CreditNote> => ({
  key: key(tenant, id, 'HEAD'),
  parse: docOf(CreditNote),
});
export const creditNotes = (tenant: string): Listing<CreditNote> => ({
  index: 'g1',
  partition: `${tenant}#CREDIT_NOTES`,
  order: 'newest first',
  parse: docOf(CreditNote),
});
export const toRemind = (tenant: string, entity: string, upTo: LocalDate): Listing<Invoice> => ({
  index: 'g3',
  partition: `${tenant}#REMIND#${entity}`,
  to: `${upTo}$`,
  parse: docOf(Invoice),
});

export const putInvoice = (tenant: string, invoice: Invoice): Write<'table.stale'> => {
  if (invoice.deposit) return putDeposit(tenant, invoice);
  const open = invoice.open.minor > 0;
  return saved(key(tenant, invoice.id, 'HEAD'), 'invoice', invoice, `invoice ${invoice.number}`, {
    g1p: `${tenant}#INVOICES`,
    g1s: invoice.id,
    ...(open && owedKeys(tenant, invoice.customerId, invoice.dueOn, invoice.id)),
    // A prepayment has nothing open.
    ...living(tenant, invoice),
    ...reminding(tenant, invoice),
  });
};
const reminding = (tenant: string, { id, entity, open, remindOn }: Invoice) =>
  open.minor > 0 && remindOn !== undefined
    ? { g3p: `${tenant}#REMIND#${entity}`, g3s: `${remindOn}#${id}` }
    : {};
/** A request for a deposit has the head of an invoice and stands where one does, in none of the lists of invoices. */
const putDeposit = (tenant: string, deposit: Invoice): Write<'table.stale'> =>
  saved(key(tenant, deposit.id, 'HEAD'), 'deposit', deposit, `deposit ${deposit.number}`, {
    g1p: `${tenant}#DEPOSITS`,
    g1s: deposit.id,
    ...living(tenant, deposit),
    ...reminding(tenant, deposit),
  });
const living = (tenant: string, head: Invoice) =>
  (head.deposit && head.open.minor > 0) || depositLeft(head).minor > 0
    ? { g2p: `${tenant}#DEPOSITS_LIVE`, g2s: head.id }
    : {};
export const deposits = (tenant: string): Listing<Invoice> => ({
  index: 'g1',
  partition: `${tenant}#DEPOSITS`,
  order: 'newest first',
  parse: docOf(Invoice),
});
/** That are asked for, or paid and not used up. */
export const liveDeposits = (tenant: string): Listing<Invoice> => ({
  index: 'g2',
  partition: `${tenant}#DEPOSITS_LIVE`,
  parse: docOf(Invoice),
});
export const putCreditNote = (tenant: string, note: CreditNote): Write<'table.stale'> =>
  saved(key(tenant, note.id, 'HEAD'), 'credit-note', note, `credit note ${note.number}`, {
    g1p: `${tenant}#CREDIT_NOTES`,
    g1s: note.id,
  });
export const putSnapshot = (tenant: string, id: string, snapshot: Snapshot): Write<'table.stale'> => ({
  put: {
    ...key(tenant, id, 'SNAP'),
    kind: 'snapshot',
    doc: snapshot,
    ...(id.startsWith('inv_') && {
      g2p: `${tenant}#BILLED#${snapshot.buyer.id}`,
      g2s: `${snapshot.issuedOn}#${id}`,
    }),
  },
  if: 'absent',
  clash: 'table.stale',
  about: `snapshot of ${snapshot.number}`,
});
export const putDocuments = (
  tenant: string,
  id: string,
  documents: Documents,
): Write<'invoices.documented'> => ({
  put: { ...key(tenant, id, 'DOCS'), kind: 'documents', doc: documents },
  if: 'absent',
  clash: 'invoices.documented',
  about: `documents of ${id}`,
});

export const billedTo = (tenant: string, customer: string): Listing<Snapshot> => ({
  index: 'g2',
  partition: `${tenant}#BILLED#${customer}`,
  order: 'newest first',
  parse: docOf(Snapshot),
});
const draftKey = (tenant: string, id: string) => ({ pk: `${tenant}#DRAFT#${id}`, sk: 'DRAFT' });
export const parkedInvoice = (tenant: string, id: string): Read<ParkedInvoice> => ({
  key: draftKey(tenant, id),
  parse: docOf(ParkedInvoice),
});
export const oldestParked = (tenant: string): Listing<ParkedInvoice> => ({
  index: 'g1',
  partition: `${tenant}#DRAFTS`,
  parse: docOf(ParkedInvoice),
});
export const parkedInvoices = (tenant: string): Listing<ParkedInvoice> => ({
  ...oldestParked(tenant),
  order: 'newest first',
});
export const putParked = (tenant: string, draft: ParkedInvoice): Write<'table.stale'> =>
  saved(
    draftKey(tenant, draft.id),
    'invoice-draft',
    draft,
    `draft ${draft.id}`,
    draft.state === 'PARKED' ? { g1p: `${tenant}#DRAFTS`, g1s: draft.id } : {},
  );
/** A delivery is either invoiced or parked by its message: each of the two commits holds that the other was not. */
export const notIssued = (tenant: string, id: string): Write<'table.stale'> => ({
  check: key(tenant, id, 'HEAD'),
  if: 'absent',
  clash: 'table.stale',
  about: `invoice ${id}`,
});
export const notParked = (tenant: string, id: string): Write<'table.stale'> => ({
  check: draftKey(tenant, id),
  if: 'absent',
  clash: 'table.stale',
  about: `draft ${id}`,
});

export const checkRules = (tenant: string): Read<CheckRules> => ({
  key: { pk: `${tenant}#INVOICECHECKS`, sk: 'RULES' },
  parse: docOf(CheckRules),
});
/** Each version is kept beside the one that holds. */
export const putCheckRules = (tenant: string, rules: CheckRules): Write<'table.stale'>[] => [
  saved(checkRules(tenant).key, 'invoice-checks', rules, 'the invoice checks'),
  {
    put: {
      pk: `${tenant}#INVOICECHECKS`,
      sk: `V#${String(rules.version).padStart(6, '0')}`,
      kind: 'invoice-checks-version',
      doc: rules,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the invoice checks',
  },
];
