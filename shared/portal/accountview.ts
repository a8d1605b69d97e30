/** What the page of an account shows: the open invoices of a customer at one legal entity in one currency. */
import { MOST_CLAIMS, type Claim } from '../claims/claim.ts';
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import { epcText } from '../documents/qr.ts';
import { inCharge, isPaidThere } from '../invoices/handed.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { clarifiedOf, rejectedOf } from '../invoices/clarifying.ts';
import { promisedOf } from '../invoices/promised.ts';
import { overdueDays } from '../invoices/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { money, plus, sum, type Currency, type Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import type { Attempt } from '../payments/payment.ts';
import { besideView, totalOf } from './besides.ts';
import type { Notice } from './words.ts';
import type { BesideView, InCharge, Seller, Step } from './payview.ts';
import { askedOn, stepsOf, underWay, wholeOf } from './rules.ts';

/** What one transaction settles at once, with all that goes with it. */
export const MOST = 25;

export interface Owed {
  readonly invoice: Invoice;
  readonly attempts: readonly Attempt[];
  /** What is open of claims for its being late; of an invoice that is paid, that is all. */
  readonly claims: readonly Claim[];
  /** Where the invoice’s own page is. */
  readonly url: string;
}
/** What to pay of an invoice, and of which claims beside it all that is open; with all attempts on it so far. */
export interface Chosen {
  readonly invoice: Invoice;
  readonly amount: Money;
  readonly claims: readonly Claim[];
  readonly before: readonly Attempt[];
}
export interface AccountView {
  readonly seller: Seller;
  readonly language: Language;
  readonly items: readonly {
    readonly id: string;
    readonly number: string;
    readonly dueOn: LocalDate;
    readonly overdueDays: number;
    /** Of the invoice; nothing where it is paid. */
    readonly due: Money;
    readonly beside?: BesideView | undefined;
    readonly earlyUntil?: LocalDate | undefined;
    readonly pending: boolean;
    readonly marked: boolean;
    readonly clarified?: Money | undefined;
    readonly rejected?: Money | undefined;
    readonly promised?: Money | undefined;
    readonly promisedOn?: LocalDate | undefined;
    readonly inCharge?: InCharge | undefined;
    /** It cannot be paid here now. */
    readonly shut: boolean;
    readonly url: string;
  }[];
  /** With what falls due later of what is due in parts, and with interest and costs. */
  readonly open: Money;
  /** Interest and costs in it. */
  readonly beside?: Money | undefined;
  /** What can be paid now: all of the list but what is under way. */
  readonly due: Money;
  readonly overdue: Money;
  /** Of what is due in parts: those that are still to be paid, by their days. */
  readonly steps?: readonly Step[];
  /** All that is open and can be paid now, where less is asked for. */
  readonly whole?: Money;
  readonly credit: Money;
  /** What of it can be used for what can be paid now. */
  readonly usable: Money;
  /** How many there are beyond the list. */
  readonly more: number;
  readonly bank: Entity['bank'];
  /** What a transfer of all says, and its code; absent where it does not fit. */
  readonly transfer?: { readonly text: string; readonly epc?: string | undefined } | undefined;
  readonly consent?: string | undefined;
  readonly action: string;
  /** Where all else of the customer is, behind a code. */
  readonly moreUrl?: string | undefined;
  readonly until: LocalDate;
  readonly notice?: Notice | 'nothingMarked' | undefined;
}

/** A payment of it is under way, or it is paid to the agency that has it. */
export const isShut = ({ invoice, attempts }: Pick<Owed, 'invoice' | 'attempts'>): boolean =>
  underWay(attempts) || isPaidThere(invoice);

/** The oldest due first, so that what is cut off is what is due last. */
export const byDue = (invoices: readonly Invoice[]): Invoice[] =>
  invoices.toSorted((a, b) =>
    a.dueOn === b.dueOn ? Number(a.id > b.id) - Number(a.id < b.id) : a.dueOn < b.dueOn ? -1 : 1,
  );

/** So many that one transaction pays all of them. */
export const shownOf = (
  invoices: readonly Invoice[],
  claims: readonly Claim[],
): Pick<Owed, 'invoice' | 'claims'>[] => {
  let left = MOST_CLAIMS;
  return invoices.slice(0, MOST).flatMap((invoice) => {
    const own = claims.filter(({ invoiceId }) => invoiceId === invoice.id).slice(0, left);
    left -= own.length;
    return invoice.open.minor > 0 || own.length > 0 ? [{ invoice, claims: own }] : [];
  });
};

/** What a form marks of what can be paid now; nothing of what a click paid, or began to pay, before. */
export const chosenOf = (owed: readonly Owed[], form: URLSearchParams, today: LocalDate): Chosen[] => {
  const every = form.has('all') || form.has('whole');
  const [invoices, besides] = [new Set(form.getAll('invoice')), new Set(form.getAll('beside'))];
  return owed.flatMap(({ invoice, attempts, claims }) => {
    if (isShut({ invoice, attempts })) return [];
    const asked = form.has('whole') ? wholeOf(invoice, today) : askedOn(invoice, today);
    const amount = every || invoices.has(invoice.id) ? asked : money(0, asked.currency);
    const beside = every || besides.has(invoice.id) ? claims : [];
    return amount.minor > 0 || beside.length > 0
      ? [{ invoice, amount, claims: beside, before: attempts }]
      : [];
  });
};

export const accountView = ({
  owed,
  seller,
  customer,
  today,
  creditMinor,
  usableMinor,
  currency,
  ...around
}: {
  readonly owed: readonly Owed[];
  readonly seller: Entity;
  readonly customer: Pick<Customer, 'language'>;
  readonly today: LocalDate;
  readonly creditMinor: number;
  readonly usableMinor: number;
  readonly currency: Currency;
} & Pick<AccountView, 'more' | 'action' | 'moreUrl' | 'until' | 'notice' | 'consent'>): AccountView => {
  const invoices = owed.flatMap(({ invoice }) => (invoice.open.minor > 0 ? [invoice] : []));
  const late = owed.some(({ invoice }) => invoice.dueOn <= today);
  const next = nextOf(invoices);
  const items = owed.map(({ invoice, attempts, claims, url }) => {
    const due = askedOn(invoice, today);
    return {
      id: invoice.id,
      number: invoice.number,
      dueOn: invoice.dueOn,
      overdueDays: overdueDays(invoice, today),
      due,
      beside: besideView(claims),
      ...(invoice.early && due.minor < invoice.open.minor && { earlyUntil: invoice.early.until }),
      clarified: clarifiedOf(invoice),
      rejected: rejectedOf(invoice),
      promised: promisedOf(invoice, today),
      promisedOn: invoice.promise?.payOn,
      inCharge: inCharge(invoice),
      shut: isShut({ invoice, attempts }),
      pending: underWay(attempts),
      // What is due is meant first; where nothing is, all of it, and of a plan its next instalment.
      marked: late ? invoice.dueOn <= today : !invoice.plan || invoice.dueOn === next.get(invoice.plan.id),
      url,
    };
  });
  const beside = totalOf(
    owed.flatMap(({ claims }) => claims),
    currency,
  );
  const open = plus(
    sum(
      invoices.map((invoice) => wholeOf(invoice, today)),
      currency,
    ),
    beside,
  );
  const payable = items.filter(({ shut }) => !shut);
  const due = sum(payable.flatMap(askedOf), currency);
  const steps = stepsOf(invoices, today);
  const whole = sum(
    owed.flatMap((one) => (isShut(one) ? [] : [wholeOf(one.invoice, today), totalOf(one.claims, currency)])),
    currency,
  );
  const text = payable.map(({ number }) => number).join(' ');
  const { bank } = seller;
  return {
    seller: { name: seller.name, logo: seller.logo, email: seller.email, colour: seller.brand?.colour },
    language: customer.language,
    items,
    open,
    ...(beside.minor > 0 && { beside }),
    due,
    overdue: sum(
      payable.flatMap((item) => (item.overdueDays > 0 || item.due.minor === 0 ? askedOf(item) : [])),
      currency,
    ),
    credit: money(creditMinor, currency),
    usable: money(usableMinor, currency),
    ...(steps.length > 1 && { steps }),
    ...(whole.minor > due.minor && { whole }),
    bank,
    // A transfer has room for 140 characters.
    ...(payable.length > 0 &&
      text.length <= 140 && {
        transfer: {
          text,
          epc: epcText({ name: seller.name, iban: bank.iban, bic: bank.bic, amount: due, text }),
        },
      }),
    ...around,
  };
};

/** What one row asks for: the invoice, and what is owed beside it. */
const askedOf = ({ due, beside }: AccountView['items'][number]): Money[] =>
  beside ? [due, beside.total] : [due];

/** By plan, the day of its next instalment; `invoices` are sorted by their days. */
const nextOf = (invoices: readonly Invoice[]): Map<string, LocalDate> => {
  const next = new Map<string, LocalDate>();
  for (const { plan, dueOn } of invoices) if (plan && !next.has(plan.id)) next.set(plan.id, dueOn);
  return next;
};
