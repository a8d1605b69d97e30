/** What documents, mails and pages say of a discount for paying early, per language. */
import type { Language } from '../kernel/party.ts';
import { deEarly } from './words/de.ts';
import { enEarly } from './words/en.ts';
import { esEarly } from './words/es.ts';
import { frEarly } from './words/fr.ts';
import { itEarly } from './words/it.ts';
import { nlEarly } from './words/nl.ts';

export interface EarlyWords {
  readonly terms: (percent: string, discount: string, until: string, due: string) => string;
  readonly until: (until: string, due: string) => string;
  readonly kept: (discount: string) => string;
  /** The part of the net that bears no tax because it may be kept, and the sentence of law for it. */
  readonly untaxed: string;
  readonly exempt: (discount: string) => string;
}

export const EARLY_WORDS: Readonly<Record<Language, EarlyWords>> = {
  en: enEarly,
  de: deEarly,
  fr: frEarly,
  es: esEarly,
  it: itEarly,
  nl: nlEarly,
};
