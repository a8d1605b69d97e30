/** What the payment pages say, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import type { PayView } from './payview.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { it } from './words/it.ts';
import { nl } from './words/nl.ts';

/** What came of an attempt, as the address of the page carries it. */
export type Notice = 'failed' | 'canceled' | 'unavailable' | 'pending' | 'amount' | 'credited' | 'promise';

export interface Words {
  readonly invoiceFrom: (number: string, seller: string) => string;
  readonly invoice: (number: string) => string;
  readonly number: string;
  readonly owed: string;
  readonly ofTotal: (total: string) => string;
  readonly due: (day: string) => string;
  readonly overdue: (days: number) => string;
  readonly poNumber: string;
  readonly pay: (amount: string) => string;
  readonly secure: string;
  readonly part: { readonly title: string; readonly least: (amount: string) => string; readonly pay: string };
  readonly pending: string;
  readonly download: string;
  readonly wrong: string;
  readonly details: (count: number) => string;
  readonly item: string;
  readonly net: string;
  readonly vat: string;
  readonly total: string;
  readonly payments: string;
  readonly methods: Readonly<Record<string, string>>;
  readonly open: string;
  readonly transfer: string;
  readonly transferHint: string;
  readonly scan: string;
  readonly payee: string;
  readonly bank: string;
  readonly amount: string;
  readonly reference: string;
  readonly until: (day: string) => string;
  readonly questions: (name: string) => string;
  readonly processing: { title: string; text: string; wait: string; again: string };
  readonly receipt: {
    title: string;
    text: (amount: string, seller: string) => string;
    paidOn: string;
    method: string;
    rest: (amount: string) => string;
  };
  readonly paid: { title: string; credited: string; closed: string; text: (number: string) => string };
  /** Of a request for a deposit, in place of what is said of an invoice. */
  readonly deposit: {
    from: (number: string, seller: string) => string;
    heading: (number: string) => string;
    download: string;
    until: (day: string) => string;
    questions: (name: string) => string;
    rest: (amount: string) => string;
    title: string;
    closed: string;
    text: (number: string) => string;
  };
  readonly failed: { title: string; text: string };
  /** What the customer has with the seller. */
  readonly credit: { readonly has: (amount: string) => string; readonly use: (amount: string) => string };
  readonly notices: Readonly<Record<Notice, string>>;
}

export const WORDS: Readonly<Record<Language, Words>> = { en, de, fr, es, it, nl };

/** What the pages say of an invoice; of a request for a deposit its own words take their place. */
export const saidOf = ({ language, invoice }: Pick<PayView, 'language' | 'invoice'>): Words => {
  const words = WORDS[language];
  const { from: invoiceFrom, heading, download, until, questions, rest, ...paid } = words.deposit;
  return invoice.deposit
    ? {
        ...words,
        invoiceFrom,
        invoice: heading,
        number: words.methods['deposit']!,
        download,
        until,
        questions,
        receipt: { ...words.receipt, rest },
        paid: { ...words.paid, ...paid },
      }
    : words;
};
