/** What the pages of a payment link show: facts of one invoice, gathered by the action, set by the pages. */
import type { ClaimKind } from '../claims/claim.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import type { DocumentAllowance, PricedLine, TaxGroup } from '../pricing/price.ts';

export interface Seller {
  readonly name: string;
  /** A data URL. */
  readonly logo?: string | undefined;
  readonly email?: string | undefined;
  /** `#rrggbb`, readable on white. */
  readonly colour?: string | undefined;
}

/** The collection agency that has an invoice. */
export interface InCharge {
  readonly name: string;
  readonly contact: string;
}

export interface PaymentMade {
  readonly on: LocalDate;
  readonly amount: Money;
  /** card, bank_transfer, cash, cheque; another word is shown as it is. */
  readonly method: string;
  /** What of it paid interest and costs, and what was meant for such and was not owed any more. */
  readonly beside?: Money | undefined;
  readonly notOwed?: Money | undefined;
}

/** A part that falls due on a day of its own. */
export interface Step {
  readonly dueOn: LocalDate;
  readonly amount: Money;
  readonly overdueDays: number;
}

/** What is owed beside an invoice, each with why. */
export interface Why {
  readonly kind: ClaimKind;
  readonly on: LocalDate;
  readonly amount: Money;
  /** Of interest: how many days, up to which, and the rate of the last of them in parts per million. */
  readonly interest?: { readonly days: number; readonly to: LocalDate; readonly ppm: number } | undefined;
  /** The law or contract; absent of costs, whose words are for the books. */
  readonly source?: string | undefined;
}
export interface BesideView {
  readonly rows: readonly Why[];
  readonly total: Money;
}

export interface PayView {
  readonly seller: Seller;
  readonly language: Language;
  readonly invoice: {
    readonly number: string;
    readonly issuedOn: LocalDate;
    readonly dueOn: LocalDate;
    readonly total: Money;
    readonly open: Money;
    /** What is asked for today: what is open, less an early-payment discount up to its deadline. */
    readonly due: Money;
    readonly earlyUntil?: LocalDate | undefined;
    readonly overdueDays: number;
    /** What its payer kept back: in clarification, or asked for again. */
    readonly clarified?: Money | undefined;
    readonly rejected?: Money | undefined;
    /** What its payer promised to pay by a day that is not over. */
    readonly promised?: Money | undefined;
    readonly promisedOn?: LocalDate | undefined;
    readonly inCharge?: InCharge | undefined;
    /** It is paid to who is in charge, and not here. */
    readonly paidThere?: boolean;
    /** Nothing is asked for any more, without all of it being paid: the page says no more than that. */
    readonly closed?: boolean;
    /** A request for a deposit: no invoice. */
    readonly deposit?: boolean;
    readonly poNumber?: string | undefined;
    readonly lines: readonly Pick<PricedLine, 'description' | 'quantity' | 'unit' | 'netMinor'>[];
    readonly taxes: readonly TaxGroup[];
    readonly allowances?: DocumentAllowance[] | undefined;
  };
  /** Where it is due in parts: those that are still to be paid, by their days. */
  readonly steps?: readonly Step[];
  /** Interest and costs that are charged because it is late; the first button pays them with what is due. */
  readonly beside?: BesideView | undefined;
  /** All that is open, where less is asked for now. */
  readonly whole?: Money | undefined;
  readonly payments: readonly PaymentMade[];
  readonly bank: { readonly iban: string; readonly bic: string; readonly name: string };
  readonly reference: string;
  /** Swiss where the account is, else EPC; absent where neither reaches. */
  readonly transferQr?: string | undefined;
  /** Where the form posts to. */
  readonly action: string;
  readonly pdfUrl: string;
  /** Where anybody asks whether it is genuine; absent of what is no invoice. */
  readonly verifyUrl?: string | undefined;
  /** Where the payer says that something is wrong; absent where nothing can be. */
  readonly wrongUrl?: string | undefined;
  /** Where all else of the customer is, behind a code. */
  readonly moreUrl?: string | undefined;
  /** The last day of the link. */
  readonly until: LocalDate;
  /** A payment was begun and is not yet confirmed: no second button. */
  readonly pending?: boolean;
  /** What a payer may agree to: that what pays is kept, and charged from then on. */
  readonly consent?: string | undefined;
  /** The days that its payer may promise to pay on; absent where none is taken. */
  readonly promisable?: { readonly from: LocalDate; readonly to: LocalDate } | undefined;
  /** The least that may be paid, where a part of it may. */
  readonly least?: Money | undefined;
  /** What of the customer's money with the seller can be used for it; absent where there is none. */
  readonly credit?: Money | undefined;
  /** That it was used just now: the notice says so. */
  readonly credited?: boolean;
  /** Something that the payer must know first, such as a failed attempt. */
  readonly notice?: string | undefined;
}
