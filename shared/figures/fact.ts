/** What figures are folded from: an act as it was known, with what it booked and what it announced. */
import { CustomerMerged } from '../customers/customer.ts';
import type { Fact as Announced } from '../kernel/events.ts';
import { addDays, monthOf, type LocalDate } from '../kernel/dates.ts';
import type { Booked } from '../ledger/entry.ts';
import { PaymentReceived } from '../payments/payment.ts';
import type { InputName } from './figure.ts';

export interface Fact {
  /** Of the act: its place in the order of the commits. */
  readonly id: string;
  readonly at: string;
  /** The booking day of its entry, else the day of the act in the entity's zone. */
  readonly on: LocalDate;
  /** The day of the act in the entity's zone. */
  readonly day: LocalDate;
  readonly actor: string;
  readonly action: string;
  readonly trace?: string | undefined;
  readonly entry?: Booked | undefined;
  readonly events: readonly Announced[];
  /** Of what a closed month left: the things that it is known for; of the others some of its acts are gone. */
  readonly of?: readonly string[];
  /** Of money: no act, but what is left of many. */
  readonly unspent?: readonly Unspent[];
}
/** What is left of one amount, and the acts that it came of. */
export interface Unspent {
  readonly currency: string;
  readonly on: LocalDate;
  readonly ids: readonly string[];
  readonly minor: number;
}
export const isMerge = ({ events }: Pick<Fact, 'events'>): boolean =>
  events.some(({ type }) => type === CustomerMerged.name);

/** What was said of promises, disputes and orders is looked for so long before the first day: none is for longer. */
export const LOOK_BACK = 366;
/** Countback takes whole months of sales off: the first day of which they are told. */
export const soldSince = (from: LocalDate): LocalDate => `${monthOf(addDays(from, -LOOK_BACK))}-01`;

/** The days that an answer is of. */
export interface Span {
  readonly from: LocalDate;
  readonly asOf: LocalDate;
}
export const isWithin = (day: LocalDate, { from, asOf }: Span): boolean => day >= from && day <= asOf;
/** One bucket length before the last day: roll rates compare with it. */
export const priorTo = (asOf: LocalDate): LocalDate => addDays(asOf, -30);

/** What one thing (an invoice, a receipt, an entry, a promise) puts into an input. */
export interface Row {
  readonly input: InputName;
  readonly currency: string;
  readonly thing: string;
  /** Ids of the acts that it is told from. */
  readonly facts: readonly string[];
  readonly minor: number;
  /** Of what the input is about: late, of terms, until it was decided. */
  readonly days?: number | undefined;
  /** Since the document, where `days` are since it was due. */
  readonly age?: number | undefined;
  readonly on?: LocalDate | undefined;
  readonly customerId?: string | undefined;
  readonly invoiceId?: string | undefined;
}

/** Workers and jobs of ours have names; keys, people, payers and customers have ids. */
export const isMachine = ({ actor }: Pick<Fact, 'actor'>): boolean => /^[A-Za-z]+(-[A-Za-z]+)*$/.test(actor);

/** What the act tells of the receipt that it booked or moved. */
const receivedIn = ({
  events,
}: Fact): { readonly paidOn?: LocalDate; readonly method?: string } | undefined =>
  events.find(({ type }) => type === PaymentReceived.name)?.data as ReturnType<typeof receivedIn>;
/** The day on which the payer’s money was there, however much later somebody saw whose it was; of what says nothing of money its own day. */
export const paidOnIn = (fact: Fact): LocalDate =>
  receivedIn(fact)?.paidOn ?? fact.entry?.documentOn ?? fact.on;
/** What is left of a credit note settles as a receipt does, and is no money. */
export const isOfCredit = (fact: Fact): boolean => receivedIn(fact)?.method === 'credit_note';

export const inOrderOfBook = (a: Fact, b: Fact): number =>
  a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1;
export const inOrderOfCommits = (a: Pick<Fact, 'id'>, b: Pick<Fact, 'id'>): number => (a.id < b.id ? -1 : 1);
