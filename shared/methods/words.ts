/** What mails and the page of charges say, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import { de, fr } from './words/de-fr.ts';
import { en, es } from './words/en-es.ts';
import { it, nl } from './words/it-nl.ts';

interface Failure {
  readonly subject: (number: string) => string;
  readonly title: string;
  readonly opening: string;
  readonly after: string;
}
export interface Words {
  readonly card: string;
  readonly account: string;
  readonly by: string;
  readonly mandate: string;
  readonly creditor: string;
  readonly notice: {
    readonly subject: (number: string, amount: string, day: string) => string;
    readonly card: { readonly title: string; readonly opening: (day: string) => string };
    readonly direct_debit: { readonly title: string; readonly opening: (day: string) => string };
    readonly sooner: string;
    readonly view: string;
    readonly choice: string;
    readonly after: string;
  };
  readonly failed: Failure;
  readonly authentication: Failure;
  /** It would be more than was agreed to. */
  readonly ceiling: Failure;
  readonly page: {
    readonly title: (number: string) => string;
    readonly planned: (amount: string, day: string) => string;
    readonly skip: string;
    readonly skipHint: string;
    readonly stop: string;
    readonly stopHint: (seller: string) => string;
    readonly skipped: string;
    readonly stopped: string;
    readonly underWay: string;
    readonly over: string;
    readonly pay: string;
  };
}

export const WORDS: Readonly<Record<Language, Words>> = { en, de, fr, es, it, nl };
