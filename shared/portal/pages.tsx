/**
 * The page behind a payment link (rules §3.18): what is owed, why, until when, and one button. Pure: a view
 * comes in, HTML goes out. It works without script, so that a strict policy can forbid all of it.
 */
import { amount, day, groups, measured, percent } from '../documents/format.ts';
import { WORDS as DOCUMENT } from '../documents/words.ts';
import { money } from '../kernel/money.ts';
import { printed } from '../kernel/reference.ts';
import { discountSums } from '../pricing/discounts.ts';
import { Facts, page, type Fact } from './frame.tsx';
import { paid } from './outcomes.tsx';
import type { PayView } from './payview.ts';
import { WORDS } from './words.ts';

export { errorPage, paidPage, receiptPage, statusPage } from './outcomes.tsx';
export type { PaymentMade, PayView } from './payview.ts';
export { STYLE_HASH } from './style.ts';

export const payPage = (view: PayView): string => {
  const { seller, language, invoice, until } = view;
  const words = WORDS[language];
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
          <Pay view={view} />
          <Lines view={view} />
          {view.payments.length > 0 && <Payments view={view} />}
        </div>
        <Transfer view={view} />
      </div>
    ),
  });
};

const Owed = ({ view: { language, invoice } }: { view: PayView }) => {
  const words = WORDS[language];
  const partly = invoice.open.minor !== invoice.total.minor;
  return (
    <>
      <h1>{words.invoice(invoice.number)}</h1>
      <p class="owed">{words.owed}</p>
      <p class="amount">{amount(invoice.open, language)}</p>
      {partly && <p class="muted">{words.ofTotal(amount(invoice.total, language))}</p>}
      <div class="tags">
        <span class="tag">{words.due(day(invoice.dueOn, language))}</span>
        {invoice.overdueDays > 0 && <span class="tag late">{words.overdue(invoice.overdueDays)}</span>}
        {invoice.poNumber !== undefined && (
          <span class="tag">{`${words.poNumber}: ${invoice.poNumber}`}</span>
        )}
      </div>
    </>
  );
};

const Pay = ({ view: { language, invoice, action, pdfUrl, pending, notice } }: { view: PayView }) => {
  const words = WORDS[language];
  return (
    <>
      {notice !== undefined && !pending && (
        <p class="note" role="alert">
          {notice}
        </p>
      )}
      {pending ? (
        <p class="note good" role="status">
          {words.pending}
        </p>
      ) : (
        <form method="post" action={action}>
          <button class="button" type="submit">
            {words.pay(amount(invoice.open, language))}
          </button>
          <p class="small under">{words.secure}</p>
        </form>
      )}
      <a class="button second" href={pdfUrl}>
        {words.download}
      </a>
    </>
  );
};

const Lines = ({ view: { language, invoice } }: { view: PayView }) => {
  const words = WORDS[language];
  const show = (minor: number) => amount(money(minor, invoice.total.currency), language);
  const net = invoice.taxes.reduce((total, group) => total + group.baseMinor, 0);
  return (
    <details open={invoice.lines.length <= 5}>
      <summary>{words.details(invoice.lines.length)}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.item}</th>
            <th scope="col" class="num">
              {words.net}
            </th>
          </tr>
        </thead>
        <tbody>
          {invoice.lines.map((line) => (
            <tr>
              <td>
                {line.description}
                <span class="qty">{measured(line, language)}</span>
              </td>
              <td class="num">{show(line.netMinor)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {discountSums(invoice).map(({ reason, minor }) => (
            <tr>
              <td>{`${DOCUMENT[language].discount}: ${reason}`}</td>
              <td class="num">{show(-minor)}</td>
            </tr>
          ))}
          <tr>
            <td>{words.net}</td>
            <td class="num">{show(net)}</td>
          </tr>
          {invoice.taxes.map((group) => (
            <tr>
              <td>
                {group.category === 'S'
                  ? `${words.vat} ${percent(group.ratePpm, language)}`
                  : DOCUMENT[language].categories[group.category]}
              </td>
              <td class="num">{show(group.taxMinor)}</td>
            </tr>
          ))}
          <tr>
            <td>{words.total}</td>
            <td class="num">{amount(invoice.total, language)}</td>
          </tr>
        </tfoot>
      </table>
    </details>
  );
};

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

const Transfer = ({ view: { language, seller, bank, reference, epcQr, invoice } }: { view: PayView }) => {
  const words = WORDS[language];
  const facts: Fact[] = [
    { label: words.payee, value: seller.name },
    { label: 'IBAN', value: groups(bank.iban), strong: true },
    { label: 'BIC', value: bank.bic },
    { label: words.bank, value: bank.name },
    { label: words.amount, value: amount(invoice.open, language) },
    { label: words.reference, value: printed(reference), strong: true },
  ];
  return (
    <section class="card">
      <h2>{words.transfer}</h2>
      <Facts facts={facts} />
      <p class="small under">{words.transferHint}</p>
      {epcQr !== undefined && (
        <div class="qr">
          <div dangerouslySetInnerHTML={{ __html: epcQr }} />
          <p>{words.scan}</p>
        </div>
      )}
    </section>
  );
};
