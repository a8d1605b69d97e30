/** What an invoice says that follows another one (words.ts has the rest), per language. */
import type { Snapshot } from '../invoices/invoice.ts';
import type { Language } from '../kernel/party.ts';
import { deFollowing } from './words/de.ts';
import { enFollowing } from './words/en.ts';
import { esFollowing } from './words/es.ts';
import { frFollowing } from './words/fr.ts';
import { itFollowing } from './words/it.ts';
import { nlFollowing } from './words/nl.ts';

type As = (Snapshot['preceding'] & object)['as'];
export interface FollowingWords {
  /** Of a debit note; a corrected invoice is called an invoice. */
  readonly title: string;
  readonly number: string;
  readonly continued: (number: string) => string;
  readonly subject: (number: string, amount: string, due: string) => string;
  readonly invoice: Readonly<Record<As, string>>;
  /** Which invoice it follows; the law asks for it to be named without doubt (Article 219 of Directive 2006/112/EC). */
  readonly follows: Readonly<Record<As, (number: string, on: string) => string>>;
  readonly prepaid: string;
  readonly covered: string;
}

export const FOLLOWING_WORDS: Readonly<Record<Language, FollowingWords>> = {
  en: enFollowing,
  de: deFollowing,
  fr: frFollowing,
  es: esFollowing,
  it: itFollowing,
  nl: nlFollowing,
};
