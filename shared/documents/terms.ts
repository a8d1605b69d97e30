/** The sentence that says when an invoice is payable: days net, or the instalments that were agreed. */
import { instalmentsOf } from '../agreements/rules.ts';
import type { Snapshot } from '../invoices/invoice.ts';
import { money } from '../kernel/money.ts';
import { amount, day } from './format.ts';
import { WORDS } from './words.ts';

export const termsNote = ({
  language,
  currency,
  issuedOn,
  dueOn,
  paymentTermsDays,
  terms,
  totals,
}: Pick<
  Snapshot,
  'language' | 'currency' | 'issuedOn' | 'dueOn' | 'paymentTermsDays' | 'terms' | 'totals'
>): string => {
  const said = WORDS[language];
  if (!terms) return said.terms(paymentTermsDays, day(dueOn, language));
  const parts = instalmentsOf(terms, issuedOn, money(totals.grossMinor, currency)).map(
    ({ dueOn: on, minor }) => said.instalment(amount(money(minor, currency), language), day(on, language)),
  );
  return said.instalments(parts.join(', '));
};
