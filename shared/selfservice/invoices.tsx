/** All invoices, page by page: what is open, what is settled, or both. */
import { amount, day } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import { WORDS as PAGES } from '../portal/words.ts';
import { myPage, Pager, type Around } from './shell.tsx';
import { WORDS, type Show, type Words } from './words.ts';

export const SHOWS = ['open', 'paid', 'all'] as const satisfies readonly Show[];
export interface InvoiceRow {
  readonly id: string;
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly overdueDays: number;
  readonly total: Money;
  readonly open: Money;
  readonly state: keyof Words['invoices']['states'];
  /** Where it is paid, or a day is promised; absent where nothing is open. */
  readonly payUrl?: string | undefined;
}

export const invoicesPage = (
  around: Around,
  view: {
    readonly show: Show;
    readonly rows: readonly InvoiceRow[];
    readonly next?: string | undefined;
    readonly later: boolean;
  },
): string => {
  const { language } = around;
  const { invoices, nav } = WORDS[language];
  const own = `/my/invoices?show=${view.show}`;
  return myPage(around, {
    at: 'invoices',
    title: nav.invoices,
    children: (
      <div class="card">
        <h1>{nav.invoices}</h1>
        <nav aria-label={nav.invoices}>
          <ul>
            {SHOWS.map((show) => (
              <li>
                <a href={`/my/invoices?show=${show}`} {...(show === view.show && { 'aria-current': 'true' })}>
                  {invoices.show[show]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {view.rows.length === 0 && <p class="lead">{invoices.none}</p>}
        <ul class="rows">
          {view.rows.map((row) => (
            <Row row={row} language={language} />
          ))}
        </ul>
        <Pager
          language={language}
          {...(view.later && { first: own })}
          {...(view.next !== undefined && { next: `${own}&${view.next}` })}
        />
      </div>
    ),
  });
};

const Row = ({ row, language }: { row: InvoiceRow } & Pick<Around, 'language'>) => {
  const { invoices, invoice } = WORDS[language];
  const said = PAGES[language];
  const part = row.open.minor > 0 && row.open.minor < row.total.minor;
  return (
    <li>
      <span>
        <a class="strong" href={`/my/invoices/${row.id}`}>
          {said.invoice(row.number)}
        </a>
        <span class="qty">
          {day(row.issuedOn, language)} · {invoices.states[row.state]}
          {row.open.minor > 0 && ` · ${said.due(day(row.dueOn, language))}`}
          {row.overdueDays > 0 && <span class="late"> · {said.overdue(row.overdueDays)}</span>}
        </span>
        {row.payUrl !== undefined && (
          <a class="small" href={row.payUrl}>
            {invoice.pay}
          </a>
        )}
      </span>
      <span class="num strong">
        {amount(row.open.minor > 0 ? row.open : row.total, language)}
        {part && <span class="qty">{invoices.of(amount(row.total, language))}</span>}
      </span>
    </li>
  );
};
