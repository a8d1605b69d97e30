/** What the night reads of the books of a legal entity, and how what is said of it looks. */
import type { Position } from '../insights/rules.ts';
import type { CreditNote } from '../invoices/credit-note.ts';
import type { Invoice, Settlement } from '../invoices/invoice.ts';
import type { Booked } from '../ledger/entry.ts';
import type { Violation } from '../ledger/invariant.ts';
import type { Allocation, Payment } from '../payments/payment.ts';

/** What is judged of a document; no more of it is kept. */
export const OF_HEADS = [
  'id',
  'entity',
  'number',
  'total',
  'open',
  'state',
  'disputes',
  'promise',
  'credits',
  'issuedAt',
  'external',
  'deposit',
] as const;
export const OF_SETTLEMENTS = ['paymentId', 'amount', 'discount', 'method'] as const;
export const OF_RECEIPTS = [
  'id',
  'entity',
  'customerId',
  'amount',
  'unapplied',
  'refunded',
  'disputed',
  'claimed',
  'payout',
  'takenBack',
  'collection',
] as const;
export const OF_ALLOCATIONS = [
  'invoiceId',
  'amount',
  'discount',
  'difference',
  'recovery',
  'deposit',
] as const;
type Of<T, K extends readonly (keyof T)[]> = Pick<T, K[number]>;
export type Head = Of<Invoice, typeof OF_HEADS> & {
  readonly settlements: readonly Of<Settlement, typeof OF_SETTLEMENTS>[];
};
export type Receipt = Of<Payment, typeof OF_RECEIPTS> & {
  readonly allocations: readonly Of<Allocation, typeof OF_ALLOCATIONS>[];
};

/** Of one legal entity. */
export interface Evidence {
  /** Of the months that are open, and of one closed month in turn. */
  readonly entries: readonly (Pick<Booked, 'id' | 'kind' | 'source'> & {
    readonly lines: readonly { readonly minor: number }[];
  })[];
  readonly positions: ReadonlyMap<string, Position>;
  /** All invoices that stand among the open ones, and all receipts that stand among those with something left. */
  readonly open: readonly Head[];
  readonly left: readonly Receipt[];
  /** All that were read, these included: what moved since the night before, a share of the old, and what these name. */
  readonly invoices: ReadonlyMap<string, Head>;
  readonly payments: ReadonlyMap<string, Receipt>;
  readonly notes: ReadonlyMap<string, CreditNote>;
  /** What one of these names, and is not there. */
  readonly gone: ReadonlySet<string>;
  /** Invoices that should have documents by now, and those of them that have. */
  readonly followed: { readonly due: readonly Head[]; readonly done: ReadonlySet<string> };
}
/** `by`: how far two sides are apart, where what they say goes on moving while the company works. */
export type Wrong = Violation & { readonly by?: number };
export interface Judged {
  readonly checked: number;
  readonly violations: readonly Wrong[];
}
/** `on`: when what it rests on was looked at, where not now; `unread`: not all that it is said of was looked at. */
export type Look = Judged & { readonly on?: string | undefined; readonly unread?: boolean };
