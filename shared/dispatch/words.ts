/**
 * What mails say, per language. A text that is missing does not compile; another language is another record.
 */
import type { Language } from '../kernel/party.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { it } from './words/it.ts';
import { nl } from './words/nl.ts';

/** How firmly a reminder speaks: friendly, plain, last. */
export type Level = 1 | 2 | 3;

export interface Words {
  readonly greeting: (name: string) => string;
  readonly closing: string;
  readonly questions: (email: string) => string;
  /** At the foot of a mail that may be switched off. */
  readonly off: string;
  readonly amountDue: string;
  readonly dueOn: string;
  readonly reference: string;
  readonly order: string;
  readonly poNumber: string;
  readonly number: string;
  readonly net: string;
  readonly vat: string;
  readonly total: string;
  readonly payee: string;
  readonly bank: string;
  readonly pay: string;
  readonly payShort: string;
  readonly overdue: string;
  readonly days: (days: number) => string;
  readonly paidInFull: string;
  readonly stillOpen: string;
  readonly vatId: string;
  readonly confirmed: { subject: (order: string) => string; title: string; opening: string; after: string };
  readonly amended: { subject: (order: string) => string; title: string; opening: string; after: string };
  readonly viewOrder: string;
  readonly discount: string;
  readonly backordered: (quantity: string) => string;
  readonly invoice: {
    subject: (number: string, amount: string, due: string) => string;
    free: (number: string) => string;
    title: (number: string) => string;
    opening: (order: string) => string;
    after: string;
    nothing: string;
  };
  readonly credit: {
    subject: (number: string, amount: string) => string;
    title: (number: string) => string;
    opening: (invoice: string) => string;
    after: string;
    label: string;
    settled: string;
    owed: string;
  };
  readonly receipt: {
    subject: (amount: string) => string;
    title: string;
    opening: (amount: string, on: string) => string;
    unapplied: (amount: string) => string;
    label: string;
  };
  /** What the customer had with us settled something later. */
  readonly creditUsed: {
    subject: (amount: string) => string;
    title: string;
    opening: (amount: string) => string;
    label: string;
  };
  readonly reminder: Readonly<
    Record<
      Level,
      { subject: (what: string, count: number) => string; title: string; opening: string; after: string }
    >
  >;
  readonly several: (count: number) => string;
  /** A note before the due day: nothing is overdue, and nothing is asked for again. */
  readonly courtesy: {
    subject: (what: string, count: number) => string;
    title: string;
    opening: string;
    after: string;
  };
  /** A reminder of deposits: nothing is owed yet, and nothing is threatened. */
  readonly deposit: {
    subject: (what: string) => string;
    title: string;
    opening: string;
    after: string;
    several: (count: number) => string;
  };
}

export const WORDS: Readonly<Record<Language, Words>> = { en, de, fr, es, it, nl };
