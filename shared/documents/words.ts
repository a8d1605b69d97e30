/**
 * What documents say, per language. A text that is missing does not compile; another language is another
 * record.
 */
import type { Language } from '../kernel/party.ts';
import type { TaxCategory } from '../pricing/price.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { it } from './words/it.ts';
import { nl } from './words/nl.ts';

export interface Words {
  readonly invoice: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly deliveredOn: string;
  readonly period: string;
  readonly dueOn: string;
  readonly customer: string;
  readonly order: string;
  readonly poNumber: string;
  readonly buyerVatId: string;
  readonly amountDue: string;
  readonly reference: string;
  readonly position: string;
  readonly item: string;
  readonly sku: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly vat: string;
  readonly net: string;
  readonly carried: string;
  readonly taxes: string;
  readonly taxBase: string;
  readonly tax: string;
  readonly subtotal: string;
  readonly total: string;
  readonly payment: string;
  readonly paid: string;
  readonly payee: string;
  readonly bank: string;
  readonly quote: string;
  readonly scanToTransfer: string;
  readonly scanToPay: string;
  readonly vatId: string;
  readonly logo: string;
  /** A sentence without its end: `withoutDeduction` ends it where there is no early-payment discount. */
  readonly terms: (days: number, dueOn: string) => string;
  readonly withoutDeduction: (sentence: string) => string;
  /** What was agreed on as several parts, each as `instalment` says it. */
  readonly instalments: (parts: string) => string;
  readonly instalment: (amount: string, dueOn: string) => string;
  readonly discount: string;
  readonly page: (page: number, pages: number) => string;
  readonly continued: (number: string) => string;
  /** Names of the categories of EN 16931, and the sentence that the law asks for with them. */
  readonly categories: Readonly<Record<TaxCategory, string>>;
  readonly sentences: Readonly<Partial<Record<TaxCategory, string>>>;
  /** Exemptions by their VATEX code; another one is printed as the tax rules gave it. */
  readonly exemptions: Readonly<Record<string, string>>;
  /** UN/ECE Recommendation 20, as one and as many where they differ; a code that is not here is printed as it is. */
  readonly units: Readonly<Record<string, string | readonly [one: string, many: string]>>;
}

export const WORDS: Readonly<Record<Language, Words>> = { en, de, fr, es, it, nl };
