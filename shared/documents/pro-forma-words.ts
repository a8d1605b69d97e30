/** What a pro-forma invoice says that is none (words.ts has the rest), per language. */
import type { Language } from '../kernel/party.ts';
import { deProForma } from './words/de.ts';
import { enProForma } from './words/en.ts';
import { esProForma } from './words/es.ts';
import { frProForma } from './words/fr.ts';
import { itProForma } from './words/it.ts';
import { nlProForma } from './words/nl.ts';

export interface ProFormaWords {
  readonly title: string;
  readonly issuedOn: string;
  readonly quote: string;
  readonly validUntil: string;
  readonly continued: (order: string) => string;
  /** So that nobody pays it as an invoice or deducts its tax (Article 203 of Directive 2006/112/EC). */
  readonly noInvoice: string;
}

export const PRO_FORMA_WORDS: Readonly<Record<Language, ProFormaWords>> = {
  en: enProForma,
  de: deProForma,
  fr: frProForma,
  es: esProForma,
  it: itProForma,
  nl: nlProForma,
};
