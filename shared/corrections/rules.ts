/** What a credit note says and what it does to the books: the document, its entry, and its worth as money (rules §3.6). */
import type { Entity } from '../access/tenant.ts';
import type { CreditInvoice, CreditNote } from '../invoices/credit-note.ts';
import type { Crediting } from '../invoices/crediting.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { minus, money } from '../kernel/money.ts';
import { creditorReference } from '../kernel/reference.ts';
import { credit, type Effect } from '../payments/rules.ts';
import type { Payment } from '../payments/payment.ts';

/** What is there already of an invoice that is to be credited. */
export interface Credited {
  readonly invoice: Invoice;
  readonly snapshot: Snapshot;
}
interface Issue {
  readonly id: CreditNote['id'];
  readonly paymentId: Payment['id'];
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly at: Instant;
  readonly trace: string;
}

/** Seller, buyer and language are the invoice's: a credit note goes to whom the invoice went, by its rates and treatment. */
export const creditSnapshot = (
  { snapshot }: Credited,
  { printed, totals }: Crediting,
  { reason, text }: CreditInvoice,
  { number, issuedOn }: Issue,
): Snapshot => ({
  ...snapshot,
  number,
  credits: { number: snapshot.number, issuedOn: snapshot.issuedOn, reason, ...(text && { text }) },
  issuedOn,
  dueOn: issuedOn,
  reference: creditorReference(number),
  lines: printed,
  totals,
});

export const credited = (
  { invoice }: Credited,
  { lines, totals }: Crediting,
  { reason }: CreditInvoice,
  issue: Issue,
): { note: CreditNote; effect: Effect } => {
  const { currency } = invoice.total;
  const total = money(totals.grossMinor, currency);
  const { customerId, entity } = invoice;
  const effect = credit(
    {
      id: issue.paymentId,
      entity,
      method: 'credit_note',
      amount: total,
      paidOn: issue.issuedOn,
      bookedOn: issue.issuedOn,
      customerId,
      creditId: invoice.creditId,
      payer: {},
      source: { kind: 'credit_note', id: issue.id },
      reference: issue.number,
      receivedAt: issue.at,
      trace: issue.trace,
    },
    { invoice, reason: `credit note ${issue.number}` },
    {
      number: issue.number,
      debits: [
        { account: 'revenue', minor: totals.netMinor, customerId },
        ...totals.taxes.map(({ taxMinor }) => ({ account: 'vat' as const, minor: taxMinor })),
      ],
    },
  );
  const owed = effect.payment.unapplied;
  const note: CreditNote = {
    id: issue.id,
    version: 1,
    entity,
    number: issue.number,
    invoiceId: invoice.id,
    invoiceNumber: invoice.number,
    customerId,
    customerName: invoice.customerName,
    issuedOn: issue.issuedOn,
    reason,
    lines,
    taxes: totals.taxes,
    total,
    settled: minus(total, owed),
    owed,
    paymentId: issue.paymentId,
    issuedAt: issue.at,
    trace: issue.trace,
  };
  return { note, effect: withNote(effect, invoice, note.id) };
};

/** The head names its credit notes, also one that found nothing open; its version keeps two of them from crediting the same. */
const withNote = (effect: Effect, before: Invoice, id: CreditNote['id']): Effect => {
  const [settled = { ...before, version: before.version + 1 }] = effect.invoices;
  return { ...effect, invoices: [{ ...settled, credits: [...before.credits, id] }] };
};

/** Credit notes have a series of their own beside the entity's invoices: `INV` makes CINV-2026-000001 (rules §3.1). */
export const creditSeries = ({ series }: Pick<Entity, 'series'>): string => `C${series}`;
