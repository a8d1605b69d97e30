/** What warnings say, per language; a text that is missing does not compile. */
import { quantity } from '../documents/format.ts';
import type { Language } from '../kernel/party.ts';
import type { Warning, WarningKind } from './warning.ts';
import { DE } from './words/de.ts';
import { EN } from './words/en.ts';
import { ES } from './words/es.ts';
import { FR } from './words/fr.ts';
import { IT } from './words/it.ts';
import { NL } from './words/nl.ts';

export interface Words {
  readonly subject: (count: string, day: string) => string;
  readonly title: string;
  readonly opening: string;
  readonly amounts: string;
  readonly more: (count: string) => string;
  readonly kinds: Readonly<Record<WarningKind, string>>;
  /** Of the use of a limit, the second is the line that was reached; else what it was before. */
  readonly reasons: Readonly<Record<WarningKind, (figure: string, against: string) => string>>;
}

export const WORDS: Readonly<Record<Language, Words>> = { en: EN, de: DE, fr: FR, es: ES, it: IT, nl: NL };

export const reasonIn = (
  { kind, figure, before, threshold }: Pick<Warning, 'kind' | 'figure' | 'before' | 'threshold'>,
  language: Language,
): string => {
  const said = (value: number) => quantity(String(value), language);
  return WORDS[language].reasons[kind](said(figure), said(before ?? threshold));
};
