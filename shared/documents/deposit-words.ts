/** What requests for deposits say, and invoices that take deposits up (words.ts has the rest), per language. */
import type { Language } from '../kernel/party.ts';
import { deDeposit } from './words/de.ts';
import { enDeposit } from './words/en.ts';
import { esDeposit } from './words/es.ts';
import { frDeposit } from './words/fr.ts';
import { itDeposit } from './words/it.ts';
import { nlDeposit } from './words/nl.ts';

export interface DepositWords {
  readonly title: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly continued: (number: string) => string;
  /** Of the whole order, or a percentage of it. */
  readonly line: (order: string, total: string, percent: string | undefined) => string;
  /** So that nobody deducts tax by it (Article 203 of Directive 2006/112/EC). */
  readonly noInvoice: string;
  /** On the invoice that takes it up; with the tax in it, where that was due when the money came. */
  readonly said: (number: string, on: string, amount: string, tax: string | undefined) => string;
  /** What the invoice of the money is called, and on its further pages. */
  readonly prepayment: { readonly title: string; readonly continued: (number: string) => string };
  readonly subject: (number: string, amount: string, due: string) => string;
  readonly heading: (number: string) => string;
  readonly opening: (order: string) => string;
}

export const DEPOSIT_WORDS: Readonly<Record<Language, DepositWords>> = {
  en: enDeposit,
  de: deDeposit,
  fr: frDeposit,
  es: esDeposit,
  it: itDeposit,
  nl: nlDeposit,
};
