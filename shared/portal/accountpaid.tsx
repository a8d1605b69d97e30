/** What one sees after paying several invoices: that it is on its way, and what it settled. */
import { amount, day } from '../documents/format.ts';
import type { Money } from '../kernel/money.ts';
import { ACCOUNT_WORDS } from './accountwords.ts';
import type { AccountView } from './accountview.ts';
import { Facts, Mark, page } from './frame.tsx';
import { besideFact, NotOwed, REFRESH_SECONDS } from './outcomes.tsx';
import type { PaymentMade } from './payview.ts';
import { WORDS } from './words.ts';

export type Shown = Pick<AccountView, 'seller' | 'language'>;

/** While the provider's answer is on its way; reloads itself. */
export const accountStatusPage = ({ seller, language, asked }: Shown & { asked: Money }): string => {
  const { processing, amount: label } = WORDS[language];
  return page({
    language,
    seller,
    title: processing.title,
    refresh: REFRESH_SECONDS,
    children: (
      <div class="card single" role="status">
        <Mark kind="wait" />
        <h1>{processing.title}</h1>
        <p class="lead">
          {processing.text} <strong>{processing.wait}</strong>
        </p>
        <Facts facts={[{ label, value: amount(asked, language), strong: true }]} />
        <a class="button second" href="">
          {processing.again}
        </a>
      </div>
    ),
  });
};

/** What a confirmed payment settled, invoice by invoice, and what is open still. */
export const accountReceiptPage = ({
  seller,
  language,
  payment,
  settled,
  open,
  back,
}: Shown & {
  payment: PaymentMade;
  settled: readonly { readonly number: string; readonly amount: Money }[];
  open: Money;
  back: string;
}): string => {
  const words = WORDS[language];
  const own = ACCOUNT_WORDS[language];
  return page({
    language,
    seller,
    title: words.receipt.title,
    footer: footerOf({ seller, language }),
    children: (
      <div class="card single">
        <Mark kind="done" />
        <h1>{words.receipt.title}</h1>
        <p class="lead">{words.receipt.text(amount(payment.amount, language), seller.name)}</p>
        {open.minor > 0 && <p class="note">{own.rest(amount(open, language))}</p>}
        <NotOwed of={payment} language={language} />
        <Facts
          facts={[
            ...settled.map((one) => ({
              label: words.invoice(one.number),
              value: amount(one.amount, language),
            })),
            ...besideFact(payment, language),
            { label: words.amount, value: amount(payment.amount, language), strong: true },
            { label: words.receipt.paidOn, value: day(payment.on, language) },
            { label: words.receipt.method, value: words.methods[payment.method] ?? payment.method },
          ]}
        />
        <a class="button second" href={back}>
          {own.heading}
        </a>
      </div>
    ),
  });
};

export const footerOf = ({ seller: { email }, language }: Shown, until?: AccountView['until']): string[] => {
  const words = ACCOUNT_WORDS[language];
  return [
    ...(email === undefined ? [] : [words.questions(email)]),
    ...(until === undefined ? [] : [words.until(day(until, language))]),
  ];
};
