/** What stands on reminders and receipts around their text (`dispatch` has that), per language; a text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import { dePaper } from './words/de.ts';
import { enPaper } from './words/en.ts';
import { esPaper } from './words/es.ts';
import { frPaper } from './words/fr.ts';
import { itPaper } from './words/it.ts';
import { nlPaper } from './words/nl.ts';

export interface PaperWords {
  readonly date: string;
  readonly items: string;
  readonly dueOn: string;
  readonly days: string;
  /** Over the column that counts how often a debt was asked for, with this time. */
  readonly level: string;
  readonly open: string;
  readonly oldest: string;
  readonly count: string;
  /** In place of the overdue invoices, and of their number. */
  readonly deposits: string;
  /** What a payer quotes who pays several at once. */
  readonly numbers: string;
  readonly receipt: {
    readonly title: string;
    readonly receivedOn: string;
    readonly method: string;
    readonly items: string;
    readonly applied: string;
    readonly discount: string;
    readonly open: string;
    readonly unapplied: string;
  };
}

export const PAPER_WORDS: Readonly<Record<Language, PaperWords>> = {
  en: enPaper,
  de: dePaper,
  fr: frPaper,
  es: esPaper,
  it: itPaper,
  nl: nlPaper,
};
