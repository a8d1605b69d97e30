/** What a credit note says and what it does to the books: the document, its entry, and its worth as money (rules §3.6). */
import { accountOf } from '../credit/credit.ts';
import type { CreditInvoice, CreditNote } from '../invoices/credit-note.ts';
import type { Crediting } from '../invoices/crediting.ts';
import { discountBack } from '../invoices/early.ts';
import { bookedAt } from '../invoices/exchange.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { creditedBy } from '../invoices/prepaid.ts';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { least, minus, money } from '../kernel/money.ts';
import { creditorReference } from '../kernel/reference.ts';
import { credit, type Effect } from '../payments/rules.ts';
import type { Payment } from '../payments/payment.ts';

/** What is there already of an invoice that is to be credited. */
export interface Credited {
  readonly invoice: Invoice;
  readonly snapshot: Snapshot;
  /** What earlier credit notes took back of what had been paid. */
  readonly creditedPaidMinor: number;
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
  { snapshot }: Pick<Credited, 'snapshot'>,
  { printed, totals }: Crediting,
  { reason, text }: Pick<CreditInvoice, 'reason' | 'text'>,
  { number, issuedOn }: Issue,
): Snapshot => ({
  ...without(snapshot, 'preceding', 'prepaidMinor', 'deposits', 'termsFrom', 'instalments'),
  number,
  credits: { number: snapshot.number, issuedOn: snapshot.issuedOn, reason, ...(text && { text }) },
  issuedOn,
  dueOn: issuedOn,
  reference: creditorReference(number),
  lines: printed,
  totals,
  ...bookedAt(snapshot.booked?.rate, { totals, currency: snapshot.currency }),
});

/** `place`: the fresh invoice that takes the place of the credited one, which what was paid before settles. */
export const credited = (
  { invoice, creditedPaidMinor }: Credited,
  { lines, totals }: Crediting,
  { reason: why }: Pick<CreditInvoice, 'reason'>,
  issue: Issue,
  place?: Invoice,
): { note: CreditNote; effect: Effect } => {
  const { currency } = invoice.total;
  const total = money(totals.grossMinor, currency);
  const settled = least(invoice.open, total);
  const paid = minus(total, settled);
  const back = discountBack(invoice, paid.minor, creditedPaidMinor);
  const { customerId, entity } = invoice;
  const reason = `credit note ${issue.number}`;
  // What was kept for paying early is kept on the invoice in its place, too.
  const begunOn = invoice.settlements.find(({ discount }) => discount !== undefined)?.paidOn;
  const effect = credit(
    {
      id: issue.paymentId,
      entity,
      method: 'credit_note',
      amount: minus(total, back.discount),
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
    [{ invoice, reason }, ...(place ? [{ invoice: place, reason, begunOn }] : [])],
    {
      number: issue.number,
      debits: [
        // What came before the supply is no revenue yet.
        invoice.prepayment
          ? { account: 'deposits', minor: totals.netMinor, customerId, invoiceId: invoice.id }
          : { account: 'revenue', minor: totals.netMinor, customerId },
        ...totals.taxes.map(({ taxMinor }) => ({ account: 'vat' as const, minor: taxMinor })),
        { account: 'discounts', minor: back.taxMinor - back.discount.minor, customerId },
        { account: 'vat', minor: 0 - back.taxMinor },
      ],
    },
  );
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
    reason: why,
    lines,
    taxes: totals.taxes,
    total,
    settled,
    owed: minus(paid, back.discount),
    ...(back.discount.minor > 0 && { discountBack: back.discount }),
    paymentId: issue.paymentId,
    issuedAt: issue.at,
    trace: issue.trace,
  };
  return { note, effect: withNote(effect, invoice, note, place) };
};

/**
 * The head names its credit notes, also one that found nothing open, and the invoice in its place; its version keeps two of them
 * from crediting the same. The invoice in its place burdens its account, and is written for the first time.
 */
const withNote = (effect: Effect, before: Invoice, note: CreditNote, place?: Invoice): Effect => {
  const moved = (one: Invoice): Invoice | undefined => effect.invoices.find((each) => each.id === one.id);
  const settled = moved(before) ?? { ...before, version: before.version + 1 };
  const head = { ...settled, credits: [...before.credits, note.id] };
  // What was left of a prepayment is unapplied now: the one burdens less, the other more.
  if (head.prepayment)
    return {
      ...effect,
      invoices: [{ ...head, prepayment: creditedBy(head.prepayment, note.taxes) }],
      exposures: [...effect.exposures, { account: accountOf(head), minor: note.total.minor }],
    };
  if (!place) return { ...effect, invoices: [head] };
  return {
    ...effect,
    invoices: [followed(head, place), { ...(moved(place) ?? place), version: place.version }],
    exposures: [...effect.exposures, { account: accountOf(place), minor: place.total.minor }],
  };
};

/** The head names the invoices that follow it. */
export const followed = (head: Invoice, { id: invoiceId, preceding }: Invoice): Invoice => ({
  ...head,
  followedBy: [...(head.followedBy ?? []), { invoiceId, as: preceding!.as }],
});
