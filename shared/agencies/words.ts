/** What mails to an agency and the page of its files say, per language; a text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import type { Change } from './case.ts';
import { DE } from './words/de.ts';
import { EN } from './words/en.ts';
import { ES } from './words/es.ts';
import { FR } from './words/fr.ts';
import { IT } from './words/it.ts';
import { NL } from './words/nl.ts';

export interface Words {
  readonly case: string;
  readonly yours: string;
  readonly debtor: string;
  readonly toCollect: string;
  readonly stillToCollect: string;
  readonly files: string;
  readonly filesUntil: (day: string) => string;
  readonly reason: string;
  readonly handedOver: { readonly title: string; readonly opening: (debtor: string) => string };
  readonly moved: { readonly title: string; readonly opening: (debtor: string) => string };
  readonly recalled: { readonly title: string; readonly opening: (debtor: string) => string };
  readonly changes: Readonly<Record<Change['what'], string>>;
  readonly back: string;
  readonly page: {
    readonly title: string;
    readonly opening: (seller: string) => string;
    readonly csv: string;
    readonly json: string;
    readonly invoice: (number: string) => string;
    readonly rows: string;
    readonly sha256: string;
  };
}

export const WORDS: Readonly<Record<Language, Words>> = { en: EN, de: DE, fr: FR, es: ES, it: IT, nl: NL };
