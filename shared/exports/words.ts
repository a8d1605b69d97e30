/** What recipients of a file read, in its mail and on its page, per language; a text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import type { ExportKind } from './export.ts';
import { DE } from './words/de.ts';
import { EN } from './words/en.ts';
import { ES } from './words/es.ts';
import { FR } from './words/fr.ts';
import { IT } from './words/it.ts';
import { NL } from './words/nl.ts';

export interface Words {
  readonly kinds: Readonly<Record<ExportKind, string>>;
  readonly opening: (seller: string) => string;
  /** In the place of the opening where there is no row in it. */
  readonly empty: (seller: string) => string;
  readonly open: string;
  readonly until: (day: string) => string;
  /** Whoever has the link has the file. */
  readonly yours: string;
  readonly facts: {
    readonly file: string;
    readonly company: string;
    readonly day: string;
    readonly days: string;
    readonly between: (from: string, to: string) => string;
    readonly batch: string;
    readonly rows: string;
    readonly total: string;
    readonly sha256: string;
  };
  readonly page: { readonly opening: (seller: string) => string; readonly fetch: string };
  /** The link is forged, unknown, over or withdrawn: nobody is told which. */
  readonly gone: { readonly title: string; readonly text: string };
}

export const WORDS: Readonly<Record<Language, Words>> = { en: EN, de: DE, fr: FR, es: ES, it: IT, nl: NL };
