/** The sentence that says when an invoice is payable: days net, or the instalments that were agreed. */
import type { Early, Snapshot } from '../invoices/invoice.ts';
import { partsDue } from '../invoices/due.ts';
import { payable } from '../invoices/rules.ts';
import { minus, money } from '../kernel/money.ts';
import { ppm } from '../pricing/discounts.ts';
import { EARLY_WORDS } from './early-words.ts';
import { amount, day, percent } from './format.ts';
import { WORDS } from './words.ts';

type Said = Pick<
  Snapshot,
  | 'language'
  | 'currency'
  | 'issuedOn'
  | 'dueOn'
  | 'paymentTermsDays'
  | 'terms'
  | 'termsFrom'
  | 'early'
  | 'totals'
  | 'prepaidMinor'
  | 'instalments'
>;

export const termsNote = (snapshot: Said): string => {
  const { language, early } = snapshot;
  const sentence = payableOf(snapshot);
  return early ? `${promptly(early, snapshot)} ${sentence}.` : WORDS[language].withoutDeduction(sentence);
};

const payableOf = (snapshot: Said): string => {
  const { language, currency, dueOn, paymentTermsDays, terms } = snapshot;
  const said = WORDS[language];
  if (!terms) return said.terms(paymentTermsDays, day(dueOn, language));
  const parts = partsDue(snapshot).map(({ dueOn: on, minor }) =>
    said.instalment(amount(money(minor, currency), language), day(on, language)),
  );
  return said.instalments(parts.join(', '));
};

/** What paying early is worth, before what is payable else. */
const promptly = (early: Early, snapshot: Said): string => {
  const { language } = snapshot;
  return EARLY_WORDS[language].terms(
    percent(ppm(early.percent), language),
    amount(early.discount, language),
    day(early.until, language),
    amount(minus(payable(snapshot), early.discount), language),
  );
};
