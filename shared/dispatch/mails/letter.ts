/**
 * A mail before it is set: one content, from which the HTML and the plain text are both made, so that neither
 * lags.
 */
import type { Entity } from '../../access/tenant.ts';
import type { Language } from '../../kernel/party.ts';
import type { Said } from '../variables.ts';

/** The seller as a mail shows it. */
export type Sender = Readonly<
  Pick<Entity, 'name' | 'address' | 'vatId' | 'registration' | 'email' | 'phone' | 'bank'>
>;

export interface Mail {
  /** One line, whatever names are in it. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Link {
  readonly label: string;
  readonly url: string;
}
export type Pair = readonly [label: string, value: string];
/** First what it is, last its amount; the cells between are said in a smaller line below the first. */
export interface Row {
  readonly name: string;
  readonly details: readonly string[];
  readonly amount: string;
  readonly link?: Link;
}
/** Of a template: lines that stay lines, or the points of a list. What we say ourselves is one line. */
export type Paragraph =
  | string
  | { readonly lines: readonly string[] }
  | { readonly points: readonly string[] };

export interface Letter {
  readonly language: Language;
  readonly seller: Sender;
  readonly subject: string;
  readonly title: string;
  /** Absent where a template has said it. */
  readonly greeting?: string;
  readonly opening: readonly Paragraph[];
  readonly highlight?: { readonly label: string; readonly value: string; readonly note?: string };
  readonly button?: Link;
  readonly rows: readonly Row[];
  readonly sums: readonly Pair[];
  readonly after: readonly string[];
  readonly facts: readonly Pair[];
  /** It asks for money by an invoice, and whoever doubts that may ask whether it is genuine. */
  readonly genuine?: true;
  /** Where that is asked; it stands at the foot as its address, to be typed as well as followed. */
  readonly check?: Link;
  /** Where mails of its kind are switched off, at the foot; absent where they may not be. */
  readonly off?: Link;
  /** Which template may say it in other words; absent where none may. */
  readonly said?: Said;
}

/** How it looks beyond its words. */
export interface Look {
  /** `#rrggbb`, readable on white: see `access/brand.ts`. */
  readonly colour?: string | undefined;
  /** Where the picture is that stands for the seller's name. */
  readonly logo?: string | undefined;
}

/**
 * Names come from partners: a line break in one must not become a header of the mail or a line of its own.
 */
export const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
