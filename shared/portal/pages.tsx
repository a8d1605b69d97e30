/**
 * The page behind a payment link (rules §3.18): what is owed, why, until when, and one button. Pure: a view
 * comes in, HTML goes out. It works without script, so that a strict policy can forbid all of it.
 */
import { AGENCY_WORDS } from '../documents/agency-words.ts';
import { EARLY_WORDS } from '../documents/early-words.ts';
import { amount, day, groups, labelled, measured } from '../documents/format.ts';
import { least, toText, type Money } from '../kernel/money.ts';
import { printed } from '../kernel/reference.ts';
import { BasketTable } from './basket.tsx';
import { Beside } from './beside.tsx';
import { askedOf } from './besides.ts';
import { BESIDE_WORDS } from './besidewords.ts';
import { Consent, Facts, page, type Fact } from './frame.tsx';
import { paid } from './outcomes.tsx';
import type { PayView } from './payview.ts';
import { PLAN_WORDS } from './planwords.ts';
import { KeptBack } from './keptback.tsx';
import { Later } from './later.tsx';
import { More } from './more.tsx';
import { Steps } from './steps.tsx';
import { GENUINE } from './verifywords.ts';
import { saidOf, WORDS } from './words.ts';

export { errorPage, paidPage, receiptPage, statusPage } from './outcomes.tsx';
export type { PaymentMade, PayView } from './payview.ts';
export { stylesOf } from './style.ts';

export const payPage = (view: PayView): string => {
  const { seller, language, invoice, until } = view;
  const words = saidOf(view);
  return page({
    language,
    seller,
    title: words.invoiceFrom(invoice.number, seller.name),
    footer: [
      ...(seller.email === undefined ? [] : [words.questions(seller.email)]),
      words.until(day(until, language)),
    ],
    children: (
      <div class="cards two">
        <div class="card">
          <Owed view={view} />
          {view.beside && <Beside of={view.beside} invoice={invoice.due} language={language} />}
          <Pay view={view} />
          {view.steps && <Steps steps={view.steps} language={language} />}
          <Lines view={view} />
          {view.payments.length > 0 && <Payments view={view} />}
          {view.wrongUrl !== undefined && (
            <p class="small under">
              <a href={view.wrongUrl}>{words.wrong}</a>
            </p>
          )}
          <More url={view.moreUrl} language={language} />
          {view.verifyUrl !== undefined && (
            <p class="small under">
              <a href={view.verifyUrl}>{GENUINE[language]}</a>
            </p>
          )}
        </div>
        {!invoice.paidThere && <Transfer view={view} />}
      </div>
    ),
  });
};

const Owed = ({ view: { language, invoice, beside } }: { view: PayView }) => {
  const words = saidOf({ language, invoice });
  const isOpen = invoice.open.minor > 0;
  const partly = isOpen && invoice.due.minor !== invoice.total.minor;
  return (
    <>
      <h1>{words.invoice(invoice.number)}</h1>
      <p class="owed">{words.owed}</p>
      <p class="amount">{amount(askedOf({ invoice, beside }), language)}</p>
      {partly && <p class="muted">{words.ofTotal(amount(invoice.total, language))}</p>}
      <div class="tags">
        {isOpen ? (
          <span class="tag">{words.due(day(invoice.dueOn, language))}</span>
        ) : (
          !invoice.closed && <span class="tag good">{BESIDE_WORDS[language].paid}</span>
        )}
        {invoice.earlyUntil !== undefined && (
          <span class="tag good">
            {EARLY_WORDS[language].until(day(invoice.earlyUntil, language), amount(invoice.due, language))}
          </span>
        )}
        {invoice.overdueDays > 0 && <span class="tag late">{words.overdue(invoice.overdueDays)}</span>}
        {invoice.poNumber !== undefined && (
          <span class="tag">{labelled(words.poNumber, invoice.poNumber, language)}</span>
        )}
      </div>
      {(invoice.clarified ?? invoice.rejected ?? invoice.promised ?? invoice.inCharge) && (
        <p class="under">
          <KeptBack of={invoice} language={language} />
        </p>
      )}
    </>
  );
};

const Pay = ({ view }: { view: PayView }) => {
  const { language, invoice, action, pdfUrl, pending, notice, credited, credit, least: part, whole } = view;
  const words = saidOf({ language, invoice });
  return (
    <>
      {notice !== undefined && !pending && (
        <p class={credited ? 'note good' : 'note'} role={credited ? 'status' : 'alert'}>
          {notice}
        </p>
      )}
      {credit && !pending && !invoice.paidThere && <Credit view={view} credit={credit} />}
      {pending ? (
        <p class="note good" role="status">
          {words.pending}
        </p>
      ) : invoice.paidThere ? (
        <p class="note">{AGENCY_WORDS[language].payThere(invoice.inCharge!.name)}</p>
      ) : (
        <form method="post" action={action}>
          {view.consent !== undefined && <Consent text={view.consent} />}
          <button class="button" type="submit">
            {words.pay(amount(askedOf(view), language))}
          </button>
          {view.beside && invoice.due.minor > 0 && (
            <button class="button second" type="submit" name="only" value="1">
              {BESIDE_WORDS[language].only(amount(invoice.due, language))}
            </button>
          )}
          {whole && (
            <button class="button second" type="submit" name="whole" value="1">
              {PLAN_WORDS[language].whole(amount(whole, language))}
            </button>
          )}
          <p class="small under">{words.secure}</p>
        </form>
      )}
      {part && !pending && !invoice.paidThere && <Part view={view} lowest={part} />}
      {view.promisable && !pending && <Later of={view.promisable} language={language} action={action} />}
      <a class="button second" href={pdfUrl}>
        {words.download}
      </a>
    </>
  );
};

/** Credits before cash (rules §3.5): what is left is paid after it. */
const Credit = ({ view: { language, invoice, action }, credit }: { view: PayView; credit: Money }) => {
  const { has, use } = WORDS[language].credit;
  return (
    <form method="post" action={action}>
      <p class="note good">{has(amount(credit, language))}</p>
      <button class="button second" type="submit" name="credit" value="1">
        {use(amount(least(credit, invoice.open), language))}
      </button>
    </form>
  );
};

/** The browser writes the number as we read it, whatever the language. */
const Part = ({ view: { language, invoice, action }, lowest }: { view: PayView; lowest: Money }) => {
  const { part } = WORDS[language];
  const [low, high] = [toText(lowest), toText(invoice.due)];
  const hint = part.least(amount(lowest, language));
  return (
    <details>
      <summary>{part.title}</summary>
      <form method="post" action={action} class="part">
        <label for="amount">{hint}</label>
        <input
          id="amount"
          name="amount"
          type="number"
          inputmode="decimal"
          required
          min={low}
          max={high}
          step={toText({ ...lowest, minor: 1 })}
        />
        <button class="button second" type="submit">
          {part.pay}
        </button>
      </form>
    </details>
  );
};

const Lines = ({ view: { language, invoice } }: { view: PayView }) => (
  <BasketTable
    of={{
      language,
      currency: invoice.total.currency,
      summary: WORDS[language].details(invoice.lines.length),
      open: invoice.lines.length <= 5,
      lines: invoice.lines.map((line) => ({ ...line, said: [measured(line, language)] })),
      discounts: invoice,
      netMinor: invoice.taxes.reduce((total, group) => total + group.baseMinor, 0),
      taxes: invoice.taxes,
      grossMinor: invoice.total.minor,
    }}
  />
);

const Payments = ({ view: { language, invoice, payments } }: { view: PayView }) => {
  const words = WORDS[language];
  return (
    <section class="block">
      <h2>{words.payments}</h2>
      <Facts
        facts={[
          ...payments.map((payment): Fact => paid(payment, language)),
          { label: words.open, value: amount(invoice.open, language), strong: true },
        ]}
      />
    </section>
  );
};

const Transfer = ({
  view: { language, seller, bank, reference, transferQr, invoice, beside },
}: {
  view: PayView;
}) => {
  const words = WORDS[language];
  const facts: Fact[] = [
    { label: words.payee, value: seller.name },
    { label: 'IBAN', value: groups(bank.iban), strong: true },
    { label: 'BIC', value: bank.bic },
    { label: words.bank, value: bank.name },
    { label: words.amount, value: amount(askedOf({ invoice, beside }), language) },
    { label: words.reference, value: printed(reference), strong: true },
  ];
  return (
    <section class="card">
      <h2>{words.transfer}</h2>
      <Facts facts={facts} />
      <p class="small under">{words.transferHint}</p>
      {transferQr !== undefined && (
        <div class="qr">
          <div dangerouslySetInnerHTML={{ __html: transferQr }} />
          <p>{words.scan}</p>
        </div>
      )}
    </section>
  );
};
