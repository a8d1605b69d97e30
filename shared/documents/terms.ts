/** The sentence that says when an invoice is payable: days net, or the instalments that were agreed. */
import { instalmentsOf } from '../agreements/rules.ts';
import type { Snapshot } from '../invoices/invoice.ts';
import { payable } from '../invoices/rules.ts';
import { money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { amount, day } from './format.ts';
import { WORDS } from './words.ts';

export const termsNote = ({
  language,
  currency,
  issuedOn,
  dueOn,
  paymentTermsDays,
  terms,
  termsFrom = issuedOn,
  ...amounts
}: Pick<
  Snapshot,
  | 'language'
  | 'currency'
  | 'issuedOn'
  | 'dueOn'
  | 'paymentTermsDays'
  | 'terms'
  | 'termsFrom'
  | 'totals'
  | 'prepaidMinor'
>): string => {
  const said = SAID[language];
  if (!terms) return WORDS[language].terms(paymentTermsDays, day(dueOn, language));
  const parts = instalmentsOf(terms, termsFrom, payable({ ...amounts, currency })).map(
    ({ dueOn: on, minor }) => said.part(amount(money(minor, currency), language), day(on, language)),
  );
  return said.all(parts.join(', '));
};

const SAID: Readonly<
  Record<Language, { all: (parts: string) => string; part: (amount: string, dueOn: string) => string }>
> = {
  en: {
    all: (parts) => `Payable: ${parts}, without deduction.`,
    part: (minor, dueOn) => `${minor} by ${dueOn}`,
  },
  de: { all: (parts) => `Zahlbar: ${parts}, ohne Abzug.`, part: (minor, dueOn) => `${minor} bis ${dueOn}` },
};
