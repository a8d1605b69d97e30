/** What credit notes say beside what invoices say (words.ts), per language. */
import type { CreditReason } from '../invoices/invoice.ts';
import type { Language } from '../kernel/party.ts';
import { deCredit } from './words/de.ts';
import { enCredit } from './words/en.ts';
import { esCredit } from './words/es.ts';
import { frCredit } from './words/fr.ts';
import { itCredit } from './words/it.ts';
import { nlCredit } from './words/nl.ts';

export interface CreditWords {
  readonly title: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly credited: string;
  readonly invoice: string;
  readonly reason: string;
  readonly continued: (number: string) => string;
  /** Which invoice is taken back; the law asks for it to be named without doubt (Article 219 of Directive 2006/112/EC). */
  readonly corrects: (number: string, on: string) => string;
  readonly settles: string;
  readonly reasons: Readonly<Record<CreditReason, string>>;
}

export const CREDIT_WORDS: Readonly<Record<Language, CreditWords>> = {
  en: enCredit,
  de: deCredit,
  fr: frCredit,
  es: esCredit,
  it: itCredit,
  nl: nlCredit,
};
