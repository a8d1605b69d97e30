/** An issued invoice: a frozen snapshot that never changes, and a head that says what is still open. */
import * as z from 'zod';
import { EntityId, SellerContact } from '../access/tenant.ts';
import { FrozenTerms } from '../agreements/agreement.ts';
import { CreditId } from '../credit/credit.ts';
import { CustomerId, EInvoiceProfile } from '../customers/customer.ts';
import { Delivery } from './delivery.ts';
import { Deposit, DepositAsked, DepositSaid, Prepayment } from './deposit.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Instalment } from '../kernel/instalments.ts';
import { Currency, Money } from '../kernel/money.ts';
import { Endpoint, Language } from '../kernel/party.ts';
import { OrderId } from '../orders/order.ts';
import { PricedLine, Totals } from '../pricing/price.ts';
import { Buyer, Seller } from './parties.ts';
import { Planned } from './planned.ts';
import { Rate } from '../rates/rate.ts';
import { Deliveries, PartId, SuppliedBy } from './part.ts';
import { InvoiceState, SPARED, Voided } from './state.ts';

export const InvoiceId = idOf('inv').meta({ id: 'InvoiceId' });
export const CreditReason = z
  .enum(['returned', 'not_delivered', 'price', 'quantity', 'quality', 'wrong_invoice', 'goodwill'])
  .meta({ id: 'CreditReason', description: 'Why an invoice is credited; counted as its root cause.' });
export type CreditReason = z.infer<typeof CreditReason>;

export const Following = z.enum(['corrected', 'debited']).meta({
  id: 'Following',
  description:
    'corrected: takes the place of an invoice that a credit note took back. debited: asks for more than an invoice did.',
});

/** An early-payment discount as it was agreed and computed at issue (rules §3.4). */
export const Early = z
  .object({
    percent: z.string(),
    mode: z.enum(['gross', 'net', 'taxed']),
    until: LocalDate,
    acceptedUntil: LocalDate.meta({ description: 'With the days of grace.' }),
    discount: Money,
    taxMinor: z.int().meta({ description: 'What of the discount corrects the tax.' }),
  })
  .meta({ id: 'EarlyPaymentDiscount' });
export type Early = Readonly<z.infer<typeof Early>>;

/** What an invoice of a foreign currency is worth in its seller's books. */
const Booked = z
  .object({ value: Money, rate: Rate })
  .meta({ id: 'BookedValue', description: 'In the seller’s own currency, by the rate of the issue.' });

/** Everything that the documents say, frozen at issue: PDF and XML are made from this and nothing else. */
export const Snapshot = z
  .object({
    number: z.string(),
    /** Of a credit note: the invoice that it takes back, and why. Its own amounts are positive (rules §3.2). */
    credits: z
      .object({ number: z.string(), issuedOn: LocalDate, reason: CreditReason, text: z.string().optional() })
      .optional(),
    /** Of an invoice that follows another one: which, and whether it takes its place or asks for more (BG-3). */
    preceding: z
      .object({
        as: Following,
        number: z.string(),
        issuedOn: LocalDate,
        reason: CreditReason,
        text: z.string().optional(),
      })
      .optional(),
    /** No invoice: it has the order's number and none of a series, and is never kept as one. */
    proForma: z.literal(true).optional(),
    /** Of a pro-forma invoice, where it is of a kept quote: under its id, and until which day it holds. */
    quote: z.object({ validUntil: LocalDate }).optional(),
    issuedOn: LocalDate,
    dueOn: LocalDate,
    deliveredOn: LocalDate,
    currency: Currency,
    language: Language,
    seller: Seller,
    buyer: Buyer,
    /** By which rules the e-invoice is written, with what they want of both sides; plain EN 16931 where absent. */
    eInvoice: z
      .object({
        profile: EInvoiceProfile,
        buyerReference: z.string().optional(),
        buyer: Endpoint.optional(),
        seller: Endpoint.optional(),
        contact: SellerContact.optional(),
      })
      .optional(),
    /** Ours, and what the source calls it; an invoice that came from outside has none of ours, and perhaps neither. */
    orderId: OrderId.optional(),
    sourceOrderId: z.string().optional(),
    poNumber: z.string().optional(),
    deliveries: SuppliedBy,
    /** Nothing was supplied yet: `deliveredOn` is the day of issue, and no document says it. */
    advance: z.literal(true).optional(),
    paymentTermsDays: z.int(),
    terms: FrozenTerms.optional(),
    /** The day that the terms count from, where it is not that of the issue. */
    termsFrom: LocalDate.optional(),
    /** What was paid already: for the invoice whose place it took, or as deposits for its order (BT-113). */
    prepaidMinor: z.int().min(1).optional(),
    /** Of `prepaidMinor`: the deposits that were taken up, oldest first. */
    deposits: z.array(DepositSaid).optional(),
    /** Of money that came before the supply. */
    prepayment: z.literal(true).optional(),
    /** No invoice, but a request for a deposit. */
    deposit: DepositAsked.optional(),
    early: Early.optional(),
    instalments: z.array(Instalment).optional().meta({
      description: 'By rising day, where it falls due in parts; `dueOn` is the day of the first.',
    }),
    /** The payer quotes it and the transfer matches itself: ISO 11649, or as the seller's account has it (numbering/references.ts). */
    reference: z.string(),
    /** Where the tax is said in the seller's own currency, too: which, and by what rate. */
    accounting: z.object({ currency: Currency, rate: Rate }).optional(),
    booked: Booked.optional(),
    lines: z.array(
      PricedLine.extend({
        delivery: z.int().optional().meta({ description: 'Which of `deliveries` it came with, from 0.' }),
      }),
    ),
    totals: Totals,
  })
  .meta({ id: 'InvoiceSnapshot' });
export type Snapshot = Readonly<z.infer<typeof Snapshot>>;

/** Part of a payment that settled part of the invoice, with the reason for the match. */
export const Settlement = z
  .object({
    paymentId: z.string(),
    amount: Money,
    discount: Money.optional().meta({
      description: 'What the payer kept for paying early; settled as well.',
    }),
    bookedMinor: z.int().optional().meta({
      description: 'What it relieves of the value in the books, of an invoice in a foreign currency.',
    }),
    paidOn: LocalDate,
    method: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'Settlement' });
export type Settlement = Readonly<z.infer<typeof Settlement>>;

export const Documents = z
  .object({ pdf: z.string().optional(), ubl: z.string().optional() })
  .meta({ description: 'Keys in the bucket.' });
export type Documents = Readonly<z.infer<typeof Documents>>;

export const Invoice = z
  .object({
    id: InvoiceId,
    version: z.int().min(1),
    entity: EntityId,
    number: z.string(),
    reference: z.string(),
    customerId: CustomerId,
    creditId: CreditId.optional(),
    customerName: z.string(),
    orderId: OrderId.optional().meta({ description: 'Absent where the invoice came from outside.' }),
    fulfilmentId: PartId.optional(),
    deliveries: Deliveries,
    external: z.object({ importId: z.string(), hash: z.string() }).optional().meta({
      description: 'The file that the invoice came in with, issued by another system under its number.',
    }),
    issuedOn: LocalDate,
    dueOn: LocalDate.meta({
      description: 'Of one that is due in parts: when the oldest of them that is open falls due.',
    }),
    instalments: z.array(Instalment).optional(),
    plan: Planned.optional(),
    total: Money,
    open: Money.meta({ description: 'Total less what was applied; zero once it is void.' }),
    early: Early.optional(),
    booked: Booked.optional(),
    state: InvoiceState,
    voided: Voided.optional(),
    settlements: z.array(Settlement).meta({
      description: 'What was applied and not taken back: their sum, discounts included, is total less open.',
    }),
    deposit: Deposit.optional().meta({ description: 'It is no invoice, but the request for a deposit.' }),
    prepayment: Prepayment.optional().meta({
      description: 'It is of money that came before the supply.',
    }),
    recovered: Money.optional().meta({
      description: 'What came in for what was written off; the claim is the rest of that.',
    }),
    ...SPARED,
    credits: z
      .array(z.string())
      .default([])
      .meta({ description: 'Ids of the credit notes that take the invoice back, wholly or in part.' }),
    preceding: z
      .object({ invoiceId: InvoiceId, as: Following })
      .optional()
      .meta({ description: 'The invoice whose place this one took, or for which it asks for more.' }),
    followedBy: z
      .array(z.object({ invoiceId: InvoiceId, as: Following }))
      .optional()
      .meta({ description: 'The invoices that name this one as their preceding one.' }),
    language: Language,
    /** The payment link: only the hash of its secret is kept. */
    link: z.object({ hash: z.string(), expiresOn: LocalDate }),
    /** How many reminders went out, and when the next is looked at; none once the invoice is paid. */
    reminded: z.int().min(0),
    remindOn: LocalDate.optional(),
    issuedAt: Instant,
    trace: TraceId,
  })
  .meta({ id: 'InvoiceHead' });
export type Invoice = Readonly<z.infer<typeof Invoice>>;

/** What the API shows: the head without the link's hash, and where mail and documents are. */
export const InvoiceView = Invoice.omit({ link: true })
  .extend({ overdueDays: z.int().min(0), delivery: Delivery.optional(), documents: Documents.optional() })
  .meta({ id: 'Invoice' });
export type InvoiceView = z.infer<typeof InvoiceView>;

const fact = z.object({ invoiceId: InvoiceId, customerId: CustomerId, number: z.string() });
export const InvoiceParked = event(
  'invoice.parked',
  'Goods were delivered, and their invoice waits for a person; what speaks against it is listed.',
  fact.omit({ number: true }).extend({
    orderId: OrderId,
    fulfilmentId: PartId,
    total: Money,
    checks: z.array(z.string()),
  }),
);
export const InvoiceIssued = event(
  'invoice.issued',
  'An invoice got its number and cannot change any more.',
  fact.extend({ total: Money, dueOn: LocalDate }),
);
export const InvoicePaid = event('invoice.paid', 'Nothing is open on an invoice any more.', fact);
export const InvoiceRecovered = event(
  'invoice.recovered',
  'Money came in for what had been written off of an invoice.',
  fact.extend({ amount: Money, claim: Money }),
);
export const InvoiceReopened = event(
  'invoice.reopened',
  'A payment of an invoice was taken back: it is open again.',
  fact.extend({ open: Money }),
);
