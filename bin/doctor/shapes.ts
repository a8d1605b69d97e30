/**
 * What the checks read of each item. Written down a second time on purpose: a check that used the product's own code would
 * believe what that code believes.
 */
import type { Bill, VoidedBill } from './billing.ts';
import type { Deposit, Prepayment } from './deposit-shapes.ts';
import type { Collection } from './slips.ts';
import type { Booked, Rate, TaxGroup } from './snapshot-shapes.ts';

export interface Money {
  readonly minor: number;
  readonly currency: string;
}
/** An item as the table holds it. `doc` is the document of those that have one. */
export interface Raw {
  readonly pk: string;
  readonly sk: string;
  readonly kind: string;
  readonly doc?: unknown;
  readonly [attribute: string]: unknown;
}
/** A document with the item that holds it. */
export type Kept<T> = T & { readonly item: Raw };

export type * from './bank-shapes.ts';
export type * from './partner-shapes.ts';
export type * from './snapshot-shapes.ts';

export interface Order {
  readonly id: string;
  readonly source: string;
  readonly sourceOrderId: string;
  readonly customerId: string;
  readonly creditId?: string;
  readonly currency: string;
  readonly state: string;
  readonly exposureMinor: number;
  readonly totals: { readonly grossMinor: number };
  readonly lines: readonly {
    readonly id: string;
    readonly quantity: string;
    readonly fulfilled: string;
    readonly netMinor: number;
    readonly returned?: string;
    readonly overDeliveryPercent?: string;
  }[];
  readonly returns?: readonly {
    readonly lines: readonly { readonly line: string; readonly quantity: string }[];
  }[];
  readonly billing?: { readonly on: string; readonly consolidate?: unknown };
  readonly plan?: readonly { readonly id: string; readonly on?: string }[];
  readonly bills?: readonly Bill[];
  readonly voidedBills?: readonly VoidedBill[];
  readonly forgone?: readonly { readonly id: string }[];
  readonly deposits?: readonly string[];
  readonly fulfilments: readonly {
    readonly id: string;
    readonly at: string;
    readonly exposureMinor: number;
    readonly tolerance?: string;
    readonly final?: boolean;
    readonly voided?: readonly string[];
    readonly lines: readonly { readonly line: string; readonly quantity: string }[];
  }[];
}
/** What of an invoice is held back, under its case. */
type HeldBack = Readonly<Record<'id' | 'state', string>> & { readonly minor: number };
export interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly entity: string;
  readonly customerId: string;
  readonly creditId?: string;
  /** Absent where another system issued it. */
  readonly orderId?: string;
  readonly fulfilmentId?: string;
  readonly deliveries?: readonly { readonly orderId: string; readonly fulfilmentId: string }[];
  readonly external?: { readonly importId: string };
  readonly issuedOn: string;
  readonly issuedAt: string;
  readonly dueOn: string;
  readonly instalments?: readonly { readonly dueOn: string; readonly minor: number }[];
  /** The payment plan that says when it falls due, and what it had before. */
  readonly plan?: { readonly id: string; readonly own: Pick<Invoice, 'dueOn' | 'instalments'> };
  /** What its payer kept back, under its case. */
  readonly deduction?: HeldBack & { readonly paymentId?: string };
  /** What its payer promised, and what money had settled before. */
  readonly promise?: {
    readonly id: string;
    readonly minor: number;
    readonly until: string;
    readonly before: readonly { readonly paymentId: string; readonly minor: number }[];
  };
  /** Under which version of a dunning policy it is asked for. */
  readonly dunning?: { readonly policy: string; readonly version: number; readonly escalated?: string };
  /** What its customer says is wrong, under its cases. */
  readonly disputes?: readonly HeldBack[];
  readonly total: Money;
  readonly collecting?: { readonly on: string };
  readonly early?: { readonly mode: string; readonly discount: Money; readonly acceptedUntil: string };
  readonly booked?: Booked;
  readonly open: Money;
  readonly state: string;
  readonly voided?: { readonly on: string };
  readonly remindOn?: string;
  readonly settlements: readonly {
    readonly paymentId: string;
    readonly amount: Money;
    readonly discount?: Money;
    readonly bookedMinor?: number;
    readonly method: string;
  }[];
  readonly deposit?: Deposit;
  readonly chargebacks?: readonly { readonly id: string; readonly state: string }[];
  readonly prepayment?: Prepayment;
  readonly recovered?: Money;
  readonly credits?: readonly string[];
  readonly preceding?: { readonly invoiceId: string; readonly as: string };
  readonly followedBy?: readonly { readonly invoiceId: string; readonly as: string }[];
}
/** A delivery whose invoice waits for a person, or did. */
export interface Draft {
  readonly id: string;
  readonly state: string;
  readonly orderId: string;
  readonly fulfilmentId: string;
  readonly deliveries?: readonly { readonly orderId: string; readonly fulfilmentId: string }[];
  readonly customerId: string;
  readonly customerName: string;
  readonly checks: readonly { readonly code: string }[];
  readonly issued?: { readonly number: string; readonly by: string; readonly reason?: string };
}
export interface CreditNote {
  readonly id: string;
  readonly number: string;
  readonly invoiceId: string;
  readonly issuedOn: string;
  readonly issuedAt: string;
  readonly total: Money;
  readonly settled: Money;
  readonly owed: Money;
  readonly discountBack?: Money;
  readonly paymentId: string;
  readonly lines: readonly { readonly line: string; readonly netMinor: number }[];
  readonly taxes: readonly TaxGroup[];
}
/** A file of invoices that another system issued. */
export interface InvoiceImport {
  readonly id: string;
  readonly state: string;
  readonly counts: {
    readonly rows: number;
    readonly imported: number;
    readonly known: number;
    readonly rejected: number;
  };
  readonly totals: readonly {
    readonly currency: string;
    readonly invoices: number;
    readonly openMinor: number;
  }[];
}
export interface Payment {
  readonly id: string;
  readonly entity: string;
  readonly method: string;
  readonly amount: Money;
  readonly bookedOn: string;
  readonly customerId?: string;
  readonly creditId?: string;
  readonly source: { readonly kind: string; readonly id: string };
  readonly payer?: { readonly name?: string; readonly iban?: string };
  readonly receivedAt: string;
  readonly allocations: readonly {
    readonly invoiceId: string;
    readonly customerId?: string;
    readonly amount: Money;
    readonly discount?: Money;
    readonly discountTaxMinor?: number;
    readonly difference?: { readonly kind: string; readonly amount: Money };
    readonly fromCredit?: boolean;
    readonly late?: boolean;
    readonly recovery?: boolean;
    readonly deposit?: boolean;
    readonly exchange?: { readonly value: Money; readonly gainMinor: number };
  }[];
  readonly rate?: Rate;
  readonly unapplied: Money;
  readonly refunded?: Money;
  readonly returned?: Money;
  readonly disputed?: Money;
  readonly claimed?: Money;
  readonly payout?: string;
  readonly takenBack?: { readonly lineId: string; readonly costs?: Money };
  readonly collection?: Collection;
}
export interface Attempt {
  readonly id: string;
  readonly invoiceId: string;
  readonly customerId: string;
  readonly state: string;
  readonly amount: Money;
  readonly createdAt: string;
  readonly charge?: { readonly methodId: string; readonly on: string };
  readonly parts?: readonly { readonly invoiceId: string; readonly amount: Money }[];
  readonly claims?: readonly { readonly amount: Money }[];
  readonly checkAt?: string;
}
export interface Payout {
  readonly reference: string;
  readonly currency: string;
  readonly grossMinor: number;
  readonly feeMinor: number;
  readonly netMinor: number;
  readonly state: string;
  readonly bankLineId?: string;
  readonly items?: readonly {
    readonly refund?: string;
    readonly dispute?: string;
    readonly grossMinor: number;
    readonly feeMinor: number;
  }[];
}
export type Export = Readonly<{ id: string; state: string; requestedAt: string }>;
export interface Parked {
  readonly id: string;
  readonly worker: string;
  readonly state?: string;
  readonly code: string;
  readonly detail: string;
}
export interface EntryLine {
  readonly account: string;
  readonly minor: number;
  readonly customerId?: string;
  readonly invoiceId?: string;
  readonly dueOn?: string;
}
/** An act that carries an entry of the ledger. */
export interface Entry {
  readonly act: string;
  readonly entity: string;
  readonly on: string;
  readonly currency: string;
  readonly kind: string;
  readonly source: string;
  readonly lines: readonly EntryLine[];
}
