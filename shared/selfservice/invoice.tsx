/** One invoice, with the reasons why its amount is what it is. */
import { AGENCY_WORDS } from '../documents/agency-words.ts';
import { amount, day, measured } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import { BasketTable } from '../portal/basket.tsx';
import { Facts, type Fact } from '../portal/frame.tsx';
import type { PayView } from '../portal/payview.ts';
import { WORDS as PAGES } from '../portal/words.ts';
import type { InvoiceRow } from './invoices.tsx';
import { myPage, type Around } from './shell.tsx';
import { WORDS, type Words } from './words.ts';

export interface InvoiceShown {
  readonly row: InvoiceRow;
  readonly deliveredOn?: LocalDate | undefined;
  readonly promisedOn?: LocalDate | undefined;
  readonly disputed?: Money | undefined;
  /** From the total to what is open. */
  readonly steps: readonly { readonly on: LocalDate; readonly method: string; readonly amount: Money }[];
  readonly discount?: Money | undefined;
  readonly basket: Pick<PayView['invoice'], 'lines' | 'taxes' | 'allowances'>;
  readonly prepaid?: Money | undefined;
  readonly claims: readonly {
    readonly kind: keyof Words['invoice']['claim'];
    readonly on: LocalDate;
    readonly open: Money;
  }[];
  readonly credits: readonly {
    readonly number: string;
    readonly issuedOn: LocalDate;
    readonly total: Money;
    readonly pdf?: string | undefined;
  }[];
  readonly pdf?: string | undefined;
  readonly xml?: string | undefined;
  readonly payUrl?: string | undefined;
  readonly wrongUrl?: string | undefined;
  /** The agency that asks for it. */
  readonly inCharge?: { readonly name: string; readonly contact: string } | undefined;
}

export const invoicePage = (around: Around, view: InvoiceShown): string => {
  const { language } = around;
  const words = PAGES[language];
  const { invoice } = WORDS[language];
  const { row } = view;
  return myPage(around, {
    within: 'invoices',
    title: words.invoice(row.number),
    children: (
      <div class="cards two">
        <div class="card">
          <h1>{words.invoice(row.number)}</h1>
          <p class="amount">{amount(row.open.minor > 0 ? row.open : row.total, language)}</p>
          <Tags view={view} language={language} />
          {view.inCharge && (
            <p>{AGENCY_WORDS[language].inCharge(view.inCharge.name, view.inCharge.contact)}</p>
          )}
          {view.payUrl !== undefined && (
            <a class="button" href={view.payUrl}>
              {invoice.pay}
            </a>
          )}
          {view.pdf !== undefined && (
            <a class="button second" href={view.pdf}>
              {words.download}
            </a>
          )}
          {view.xml !== undefined && (
            <a class="button second" href={view.xml}>
              {invoice.xml}
            </a>
          )}
          {view.wrongUrl !== undefined && (
            <p class="small under">
              <a href={view.wrongUrl}>{words.wrong}</a>
            </p>
          )}
        </div>
        <div class="card">
          <Why view={view} language={language} />
          <BasketTable
            of={{
              language,
              currency: row.total.currency,
              summary: words.details(view.basket.lines.length),
              open: view.basket.lines.length <= 5,
              lines: view.basket.lines.map((line) => ({ ...line, said: [measured(line, language)] })),
              discounts: view.basket,
              netMinor: view.basket.taxes.reduce((total, group) => total + group.baseMinor, 0),
              taxes: view.basket.taxes,
              grossMinor: view.basket.taxes.reduce(
                (total, { baseMinor, taxMinor }) => total + baseMinor + taxMinor,
                0,
              ),
            }}
          />
        </div>
      </div>
    ),
  });
};

type Part = { view: InvoiceShown } & Pick<Around, 'language'>;

const Tags = ({ view: { row, promisedOn, disputed }, language }: Part) => {
  const { invoices, invoice } = WORDS[language];
  return (
    <div class="tags">
      <span class={row.open.minor === 0 ? 'tag good' : 'tag'}>{invoices.states[row.state]}</span>
      {row.overdueDays > 0 && <span class="tag late">{PAGES[language].overdue(row.overdueDays)}</span>}
      {promisedOn !== undefined && (
        <span class="tag">{`${invoice.promised} ${day(promisedOn, language)}`}</span>
      )}
      {disputed && <span class="tag">{`${invoice.disputed} ${amount(disputed, language)}`}</span>}
    </div>
  );
};

/** Its days, and each step from the total to what is open. */
const Why = ({ view, language }: Part) => {
  const { invoice } = WORDS[language];
  const words = PAGES[language];
  const { row, deliveredOn, steps, discount, prepaid, claims, credits } = view;
  const less = (label: string, taken: Money): Fact => ({
    label,
    value: amount({ ...taken, minor: -taken.minor }, language),
  });
  return (
    <>
      <h2>{invoice.why}</h2>
      <Facts
        facts={[
          { label: invoice.issued, value: day(row.issuedOn, language) },
          ...(deliveredOn === undefined
            ? []
            : [{ label: invoice.delivered, value: day(deliveredOn, language) }]),
          { label: invoice.due, value: day(row.dueOn, language) },
          ...(prepaid ? [{ label: invoice.prepaid, value: amount(prepaid, language) }] : []),
          { label: invoice.total, value: amount(row.total, language), strong: true },
          ...steps.map(({ on, method, amount: taken }) =>
            less(
              `${day(on, language)} · ${method === 'write_off' ? invoice.given : (words.methods[method] ?? method)}`,
              taken,
            ),
          ),
          ...(discount ? [less(invoice.discount, discount)] : []),
          { label: words.open, value: amount(row.open, language), strong: true },
        ]}
      />
      {claims.length > 0 && (
        <section class="block">
          <h2>{invoice.claims}</h2>
          <Facts
            facts={claims.map(({ kind, on, open }) => ({
              label: `${day(on, language)} · ${invoice.claim[kind]}`,
              value: amount(open, language),
            }))}
          />
        </section>
      )}
      {credits.length > 0 && (
        <section class="block">
          <h2>{invoice.credits}</h2>
          <ul class="rows">
            {credits.map(({ number, issuedOn, total, pdf }) => (
              <li>
                <span>
                  {pdf === undefined ? number : <a href={pdf}>{number}</a>}
                  <span class="qty">{day(issuedOn, language)}</span>
                </span>
                <span class="num">{amount(total, language)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
