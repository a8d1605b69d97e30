/**
 * The pages after the button: being confirmed, confirmed, paid before, and the one for every link that does
 * not open.
 */
import { CLAIM_WORDS } from '../claims/words.ts';
import { amount, day } from '../documents/format.ts';
import type { Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { printed } from '../kernel/reference.ts';
import { BESIDE_WORDS } from './besidewords.ts';
import { More } from './more.tsx';
import { Facts, Mark, page, type Fact } from './frame.tsx';
import type { PaymentMade, PayView, Seller } from './payview.ts';
import { saidOf, WORDS, type Words } from './words.ts';

/** How often a status page asks again. */
export const REFRESH_SECONDS = 3;

export const paid = ({ on, amount: sum, method }: PaymentMade, language: Language): Fact => ({
  label: `${day(on, language)} · ${WORDS[language].methods[method] ?? method}`,
  value: amount(sum, language),
});

/** What of a payment was for being late, in the list of a receipt. */
export const besideFact = ({ beside }: PaymentMade, language: Language): Fact[] =>
  beside && beside.minor > 0
    ? [{ label: CLAIM_WORDS[language].together, value: amount(beside, language) }]
    : [];
export const NotOwed = ({ of: { notOwed }, language }: { of: PaymentMade; language: Language }) =>
  notOwed && notOwed.minor > 0 ? (
    <p class="note">{BESIDE_WORDS[language].notOwed(amount(notOwed, language))}</p>
  ) : null;

type Shown<K extends keyof PayView> = Pick<PayView, 'seller' | 'language' | 'invoice' | K>;

/**
 * While the provider's answer is on its way. It reloads itself; the link is for those whose browser does not.
 */
export const statusPage = ({ seller, language, invoice, asked }: Shown<never> & { asked: Money }): string => {
  const words = saidOf({ language, invoice });
  return page({
    language,
    seller,
    title: words.processing.title,
    refresh: REFRESH_SECONDS,
    children: (
      <div class="card single" role="status">
        <Mark kind="wait" />
        <h1>{words.processing.title}</h1>
        <p class="lead">
          {words.processing.text} <strong>{words.processing.wait}</strong>
        </p>
        <Facts
          facts={[{ label: words.invoice(invoice.number), value: amount(asked, language), strong: true }]}
        />
        <a class="button second" href="">
          {words.processing.again}
        </a>
      </div>
    ),
  });
};

/** After a payment through the link was confirmed; `payment` is that one. */
export const receiptPage = ({
  seller,
  language,
  invoice,
  reference,
  pdfUrl,
  payment,
}: Shown<'reference' | 'pdfUrl'> & { payment: PaymentMade }): string => {
  const words = saidOf({ language, invoice });
  return page({
    language,
    seller,
    title: words.receipt.title,
    footer: contact(seller, words),
    children: (
      <div class="card single">
        <Mark kind="done" />
        <h1>{words.receipt.title}</h1>
        <p class="lead">{words.receipt.text(amount(payment.amount, language), seller.name)}</p>
        {invoice.open.minor > 0 && <p class="note">{words.receipt.rest(amount(invoice.open, language))}</p>}
        <NotOwed of={payment} language={language} />
        <Facts
          facts={[
            ...besideFact(payment, language),
            { label: words.amount, value: amount(payment.amount, language), strong: true },
            { label: words.receipt.paidOn, value: day(payment.on, language) },
            { label: words.receipt.method, value: words.methods[payment.method] ?? payment.method },
            { label: words.number, value: invoice.number },
            { label: words.reference, value: printed(reference) },
          ]}
        />
        <a class="button second" href={pdfUrl}>
          {words.download}
        </a>
      </div>
    ),
  });
};

/** The link of an invoice on which nothing is open. */
export const paidPage = ({
  seller,
  language,
  invoice,
  payments,
  pdfUrl,
  wrongUrl,
  moreUrl,
}: Shown<'payments' | 'pdfUrl' | 'wrongUrl' | 'moreUrl'>): string => {
  const words = saidOf({ language, invoice });
  const credited = payments.length > 0 && payments.every(({ method }) => method === 'credit_note');
  const title = invoice.closed ? words.paid.closed : credited ? words.paid.credited : words.paid.title;
  return page({
    language,
    seller,
    title,
    footer: contact(seller, words),
    children: (
      <div class="card single">
        <Mark kind="done" />
        <h1>{title}</h1>
        <p class="lead">{words.paid.text(invoice.number)}</p>
        <Facts
          facts={[
            ...payments.map((payment) => paid(payment, language)),
            { label: words.total, value: amount(invoice.total, language), strong: true },
          ]}
        />
        <a class="button second" href={pdfUrl}>
          {words.download}
        </a>
        {wrongUrl !== undefined && !invoice.closed && (
          <p class="small under">
            <a href={wrongUrl}>{words.wrong}</a>
          </p>
        )}
        <More url={moreUrl} language={language} />
      </div>
    ),
  });
};

/** One page for expired, forged, revoked and unknown links: it tells nobody which of them it was. */
export const errorPage = (language: Language = 'en'): string => {
  const words = WORDS[language];
  return page({
    language,
    title: words.failed.title,
    children: (
      <div class="card single">
        <Mark kind="fail" />
        <h1>{words.failed.title}</h1>
        <p class="lead">{words.failed.text}</p>
      </div>
    ),
  });
};

const contact = ({ email }: Seller, { questions }: Pick<Words, 'questions'>): string[] =>
  email === undefined ? [] : [questions(email)];
