/** Mails of what is charged by itself: that it will be, in time to say no, and that it could not be. */
import { amount, day, labelled } from '../documents/format.ts';
import type { Customer } from '../customers/customer.ts';
import type { Letter, Pair, Sender } from '../dispatch/mails/letter.ts';
import { opened } from '../dispatch/mails/set.ts';
import { WORDS as MAIL_WORDS } from '../dispatch/words.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import type { MethodOnFile } from './method.ts';
import { WORDS } from './words.ts';

type Failure = 'failed' | 'authentication' | 'ceiling';
type Reader = Pick<Customer, 'name' | 'language'>;
type Shown = Pick<MethodOnFile, 'kind' | 'brand' | 'last4' | 'mandate' | 'creditor'>;

/** `Visa •••• 4242`, `Bank account •••• 3001`. */
export const called = (
  { kind, brand, last4 }: Omit<Shown, 'mandate' | 'creditor'>,
  language: Language,
): string => {
  const { card, account } = WORDS[language];
  const name =
    kind === 'card' ? (brand === undefined ? card : brand[0]!.toUpperCase() + brand.slice(1)) : account;
  return last4 === undefined ? name : `${name} •••• ${last4}`;
};

/** What the SEPA rulebook wants in a pre-notification: amount, day, mandate and creditor (EPC016-06, 4.3.1). */
export const noticeLetter = (
  {
    invoice,
    on,
    amount: sum,
    method,
    payUrl,
    choice,
  }: {
    invoice: Pick<Invoice, 'number'>;
    on: LocalDate;
    amount: Money;
    method: Shown;
    payUrl: string;
    choice: string;
  },
  { name, language }: Reader,
  seller: Sender,
): Letter => {
  const words = WORDS[language];
  const [shown, date] = [amount(sum, language), day(on, language)];
  const said = words.notice[method.kind];
  return {
    ...opened(
      { title: said.title, opening: said.opening(date), after: words.notice.after },
      language,
      seller,
      name,
    ),
    subject: words.notice.subject(invoice.number, shown, date),
    highlight: { label: `${MAIL_WORDS[language].number} ${invoice.number}`, value: shown, note: date },
    button: { label: words.notice.choice, url: choice },
    rows: [
      {
        name: labelled(words.by, called(method, language), language),
        details: [words.notice.sooner],
        amount: shown,
        link: { label: words.notice.view, url: payUrl },
      },
    ],
    facts: [...named(words.mandate, method.mandate), ...named(words.creditor, method.creditor)],
  };
};
const named = (label: string, value: string | undefined): Pair[] =>
  value === undefined ? [] : [[label, value]];

export const failedLetter = (
  { invoice, say, payUrl }: { invoice: Pick<Invoice, 'number' | 'open'>; say: Failure; payUrl: string },
  { name, language }: Reader,
  seller: Sender,
): Letter => {
  const words = WORDS[language];
  return {
    ...opened(words[say], language, seller, name),
    subject: words[say].subject(invoice.number),
    highlight: {
      label: `${MAIL_WORDS[language].number} ${invoice.number}`,
      value: amount(invoice.open, language),
    },
    button: { label: MAIL_WORDS[language].pay, url: payUrl },
  };
};
