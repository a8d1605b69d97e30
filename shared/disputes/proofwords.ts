/** Why a case was credited at once, as its customer reads it, per language; a text that is missing does not compile. */
import { unitPrice } from '../documents/format.ts';
import type { Language } from '../kernel/party.ts';
import type { Proof } from './proof.ts';

type Said = Readonly<{ line: string; agreed: string; invoiced: string }>;
const LINES: Readonly<Record<Language, (said: Said) => string>> = {
  en: ({ line, agreed, invoiced }) => `Item ${line}: ${agreed} was agreed, and ${invoiced} was invoiced.`,
  de: ({ line, agreed, invoiced }) =>
    `Position ${line}: Vereinbart waren ${agreed}, berechnet wurden ${invoiced}.`,
  fr: ({ line, agreed, invoiced }) =>
    `Ligne ${line}\u00a0: ${agreed} était convenu et ${invoiced} a été facturé.`,
  es: ({ line, agreed, invoiced }) => `Línea ${line}: se acordó ${agreed} y se facturó ${invoiced}.`,
  it: ({ line, agreed, invoiced }) =>
    `Riga ${line}: era stato concordato ${agreed} ed è stato fatturato ${invoiced}.`,
  nl: ({ line, agreed, invoiced }) => `Regel ${line}: afgesproken was ${agreed}, berekend is ${invoiced}.`,
};
/** So many lines are named; the rest stand in the credit note. */
const MOST = 5;

export const proofText = (proof: readonly Proof[], currency: string, language: Language): string =>
  proof
    .slice(0, MOST)
    .map(({ line, agreed, invoiced }) =>
      LINES[language]({
        line,
        agreed: `${unitPrice(agreed, currency, language)} ${currency}`,
        invoiced: `${unitPrice(invoiced, currency, language)} ${currency}`,
      }),
    )
    .join(' ');
