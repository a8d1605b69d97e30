/** What a pro-forma invoice says in the place of what an invoice asks for. */
import type { Snapshot } from '../invoices/invoice.ts';
import { payable } from '../invoices/rules.ts';
import { amount, day } from './format.ts';
import { PRO_FORMA_WORDS } from './pro-forma-words.ts';
import { WORDS } from './words.ts';

type Pair = [label: string, value: string];

/** Beside the address: its quote, where it is of one. Of an order it is said as on every document. */
export const quoteSaid = ({ language, quote, number }: Snapshot): Pair[] =>
  quote ? [[PRO_FORMA_WORDS[language].quote, number]] : [];

/** What it would be, of which day it is (`dated` is what that day is called), and of which order, or until when the quote holds. */
export const inBrief = (snapshot: Snapshot, dated: string): [Pair, Pair, Pair] => {
  const { language, issuedOn, number, quote } = snapshot;
  return [
    [WORDS[language].total, amount(payable(snapshot), language)],
    [dated, day(issuedOn, language)],
    quote
      ? [PRO_FORMA_WORDS[language].validUntil, day(quote.validUntil, language)]
      : [WORDS[language].order, number],
  ];
};
