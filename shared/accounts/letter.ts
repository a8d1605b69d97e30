/** The mail that a statement of account goes out with. */
import type { Letter } from '../dispatch/mails/letter.ts';
import { opened, saying } from '../dispatch/mails/set.ts';
import { WORDS as MAIL_WORDS } from '../dispatch/words.ts';
import { amount, day } from '../documents/format.ts';
import { money } from '../kernel/money.ts';
import type { AccountStatement } from './account.ts';
import { WORDS } from './words.ts';

/** `payUrl`: where all that is open can be paid; absent where nothing is. */
export const statementLetter = (
  { language, seller, buyer, asOf, currency, balanceMinor }: AccountStatement,
  payUrl?: string,
): Letter => {
  const words = WORDS[language];
  const on = day(asOf, language);
  const balance = amount(money(balanceMinor, currency), language);
  const said = { title: words.title, opening: words.opened(on), after: words.after };
  return {
    ...opened(said, language, seller, buyer.name),
    subject: words.subject(on),
    highlight: { label: words.balance, value: balance },
    ...(payUrl !== undefined && { button: { label: MAIL_WORDS[language].pay, url: payUrl } }),
    ...saying('statement', { 'statement.asOf': on, 'statement.balance': balance }, seller, buyer.name),
  };
};
