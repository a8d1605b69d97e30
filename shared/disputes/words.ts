/** What mails of disputes say, per language; a text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import { DE } from './words/de.ts';
import { EN } from './words/en.ts';
import { ES } from './words/es.ts';
import { FR } from './words/fr.ts';
import { IT } from './words/it.ts';
import { NL } from './words/nl.ts';

export interface Said {
  readonly title: string;
  readonly opening: (number: string) => string;
  /** What the amount is. */
  readonly label: string;
}
export interface Words {
  readonly see: string;
  readonly tellBy: (day: string) => string;
  readonly answerBy: (day: string) => string;
  readonly mails: Readonly<
    Record<'opened' | 'said' | 'asked' | 'accepted' | 'partial' | 'rejected' | 'silent' | 'withdrawn', Said>
  >;
}

export const WORDS: Readonly<Record<Language, Words>> = { en: EN, de: DE, fr: FR, es: ES, it: IT, nl: NL };
