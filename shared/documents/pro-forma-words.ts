/** What is said of an order where there is no invoice yet: a pro-forma invoice that is none, and a confirmation (words.ts has the rest). */
import type { Language } from '../kernel/party.ts';
import { deConfirmation, deProForma } from './words/de.ts';
import { enConfirmation, enProForma } from './words/en.ts';
import { esConfirmation, esProForma } from './words/es.ts';
import { frConfirmation, frProForma } from './words/fr.ts';
import { itConfirmation, itProForma } from './words/it.ts';
import { nlConfirmation, nlProForma } from './words/nl.ts';

export interface OrderWords {
  readonly title: string;
  readonly issuedOn: string;
  readonly continued: (order: string) => string;
  /** So that nobody pays it as an invoice or deducts its tax (Article 203 of Directive 2006/112/EC). */
  readonly noInvoice: string;
}
export interface ProFormaWords extends OrderWords {
  readonly quote: string;
  readonly validUntil: string;
}

export const PRO_FORMA_WORDS: Readonly<Record<Language, ProFormaWords>> = {
  en: enProForma,
  de: deProForma,
  fr: frProForma,
  es: esProForma,
  it: itProForma,
  nl: nlProForma,
};
export const CONFIRMATION_WORDS: Readonly<Record<Language, OrderWords>> = {
  en: enConfirmation,
  de: deConfirmation,
  fr: frConfirmation,
  es: esConfirmation,
  it: itConfirmation,
  nl: nlConfirmation,
};
