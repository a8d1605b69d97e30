/** What the page about a wrong invoice says, per language; a text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import type { DisputeState } from './dispute.ts';
import { DE } from './pagewords/de.ts';
import { EN } from './pagewords/en.ts';
import { ES } from './pagewords/es.ts';
import { FR } from './pagewords/fr.ts';
import { IT } from './pagewords/it.ts';
import { NL } from './pagewords/nl.ts';
import type { DisputeFile } from './file.ts';
import type { DisputeReason } from './policy.ts';

/** What came of a form, as the address of the page carries it. */
export type Notice = 'received' | 'uploaded' | 'withdrawn' | 'text' | 'amount' | 'nothing';

export interface PageWords {
  readonly title: (number: string) => string;
  readonly lead: string;
  readonly reason: string;
  readonly reasons: Readonly<Record<DisputeReason, string>>;
  readonly lines: string;
  readonly text: string;
  readonly textHint: string;
  readonly amount: string;
  readonly contact: string;
  readonly send: string;
  readonly cases: string;
  /** Who said it. */
  readonly said: string;
  readonly ours: string;
  /** One that is closed says how it was decided. */
  readonly states: Readonly<Record<Exclude<DisputeState, 'CLOSED'>, string>>;
  readonly toPay: (amount: string) => string;
  readonly payRest: string;
  readonly nothingToPay: string;
  readonly back: string;
  readonly answer: string;
  /** On a button. */
  readonly withdraw: string;
  /** What a file of the customer's own is called, and which are taken. */
  readonly file: string;
  readonly fileHint: string;
  readonly upload: string;
  /** What became of a file, after its name. */
  readonly files: Readonly<Record<Exclude<DisputeFile['state'], 'AWAITED' | 'CLEAN'>, string>>;
  readonly notices: Readonly<Record<Notice, string>>;
}

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: EN,
  de: DE,
  fr: FR,
  es: ES,
  it: IT,
  nl: NL,
};
