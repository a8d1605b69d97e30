/** What every reader hands out, whatever the format: a message, its statements, and of each its balances and entries, piece by piece. */
import type { LocalDate } from '../../kernel/dates.ts';
import type { Money } from '../../kernel/money.ts';
import type { CsvLayout } from '../layout.ts';

export interface Party {
  readonly name?: string;
  /** IBAN, or the bank's own number where there is none. */
  readonly account?: string;
}
/** Why money comes back (an R-transaction), and what it was, as far as the bank says. */
export interface Returned {
  /** `AC04` of ISO 20022, `R02` of ACH; absent where the bank gives none. */
  readonly reason?: string;
  /** The bank's own words. */
  readonly words?: string;
  /** What went or came before costs were added. */
  readonly original?: Money;
}
/** One payment inside an entry. Its amount may be in the payer's currency and is without a sign. */
export interface Transaction {
  readonly amount?: Money;
  readonly credit?: boolean;
  readonly bankRef?: string;
  readonly endToEndId?: string;
  readonly debtor: Party;
  readonly creditor: Party;
  readonly ultimateDebtor?: string;
  /** Structured creditor references. */
  readonly references: readonly string[];
  /** Numbers of referred documents: invoices, credit notes. */
  readonly documents: readonly string[];
  /** Unstructured remittance information, line by line. */
  readonly texts: readonly string[];
  readonly code?: string;
  readonly returned?: Returned;
}
export interface Entry {
  /** Signed: credit positive. */
  readonly amount: Money;
  /** Only BOOK is money that moved; PDNG and INFO are announcements. */
  readonly status: string;
  readonly reversal: boolean;
  readonly bookedOn?: LocalDate;
  readonly valueOn?: LocalDate;
  readonly bankRef?: string;
  readonly entryRef?: string;
  readonly code?: string;
  readonly info?: string;
  /** What the bank kept before it credited the rest. */
  readonly charges?: Money;
  readonly transactions: readonly Transaction[];
  readonly line: number;
}
export interface Balance {
  /** OPBD opening, PRCD previous closing, CLBD closing, … (ISO 20022 codes, whatever the format calls them). */
  readonly type: string;
  readonly amount: Money;
  readonly on: LocalDate;
}
export interface Message {
  /** `camt.053`, `MT940`, `BAI2`, `OFX`, `CSV`. */
  readonly kind: string;
  /** `camt.053.001.08`. */
  readonly format: string;
  /** Of CSV: by which it is read, now and again later. */
  readonly layout?: CsvLayout;
}
export interface Header {
  readonly id: string;
  readonly sequence?: string;
  readonly account: string;
  /** National code or BIC of the bank, where the format says it apart from the account. */
  readonly bank?: string;
  readonly currency?: string;
  /** What it holds comes again in a statement: an account report or a notification. */
  readonly announces: boolean;
  readonly line: number;
}
export type Piece =
  | { readonly is: 'message'; readonly message: Message }
  | { readonly is: 'statement'; readonly header: Header }
  | { readonly is: 'balance'; readonly balance: Balance }
  | { readonly is: 'entry'; readonly entry: Entry }
  /** A sum or a count that the file states of itself and that is not what is in it. */
  | { readonly is: 'differs'; readonly detail: string; readonly line: number }
  | { readonly is: 'end' };
/** Throws `Unreadable` at the first thing that is not as its format says; what came before is then worth nothing. */
export type Pieces = AsyncGenerator<Piece>;
