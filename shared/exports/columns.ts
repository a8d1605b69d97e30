/** What stands in each file, said once: every format takes from it what it can say. */
import type { TableKind } from './export.ts';

/** Text and days as text, amounts as minor units of the row's `currency`; undefined where a row has none. */
export type Cell = string | number | undefined;
export type Row = readonly Cell[];

export interface Column {
  readonly name: string;
  readonly is: 'text' | 'date' | 'money' | 'integer';
  /** Its amounts are added to the control totals, or taken off them. */
  readonly counts?: 1 | -1;
}

const text = (name: string): Column => ({ name, is: 'text' });
const date = (name: string): Column => ({ name, is: 'date' });
const amount = (name: string, counts?: 1 | -1): Column => ({ name, is: 'money', ...(counts && { counts }) });
const integer = (name: string): Column => ({ name, is: 'integer' });

const OPEN_ITEMS: readonly Column[] = [
  text('invoice'),
  text('customer_id'),
  text('customer'),
  date('issued_on'),
  date('due_on'),
  integer('days_overdue'),
  amount('open', 1),
  text('currency'),
];
const JOURNAL: readonly Column[] = [
  text('entry'),
  date('booked_on'),
  text('kind'),
  text('source'),
  text('memo'),
  text('account_code'),
  text('account'),
  amount('debit', 1),
  amount('credit', -1),
  text('currency'),
  text('customer_id'),
  text('customer'),
  text('invoice_id'),
  date('document_on'),
  text('chart_number'),
  text('tax_code'),
  date('due_on'),
];

const AGEING: readonly Column[] = [
  text('customer_id'),
  text('customer'),
  amount('current'),
  amount('days_1_30'),
  amount('days_31_60'),
  amount('days_61_90'),
  amount('days_91_120'),
  amount('over_120'),
  amount('overdue'),
  amount('open', 1),
  text('currency'),
];
const UNAPPLIED: readonly Column[] = [
  text('account_code'),
  text('account'),
  text('customer_id'),
  text('customer'),
  date('since'),
  integer('days'),
  amount('amount', 1),
  text('currency'),
];
const DISPUTES: readonly Column[] = [
  text('dispute'),
  text('state'),
  text('reason'),
  text('invoice'),
  text('customer_id'),
  text('customer'),
  date('opened_on'),
  date('answer_by'),
  text('owner'),
  amount('amount'),
  amount('disputed', 1),
  amount('credited'),
  date('decided_on'),
  text('outcome'),
  text('currency'),
];
const CREDIT: readonly Column[] = [
  text('account'),
  text('customer'),
  amount('limit'),
  amount('exposure', 1),
  amount('available'),
  text('basis'),
  date('valid_until'),
  date('next_review'),
  integer('score'),
  text('currency'),
];
const EXCEPTIONS: readonly Column[] = [
  text('kind'),
  text('id'),
  text('about'),
  text('customer_id'),
  text('customer'),
  date('since'),
  text('owner'),
  text('why'),
  amount('amount', 1),
  text('currency'),
];

export const COLUMNS: Readonly<Record<TableKind, readonly Column[]>> = {
  open_items: OPEN_ITEMS,
  cash_journal: JOURNAL,
  ledger_journal: JOURNAL,
  journal_batch: JOURNAL,
  ageing: AGEING,
  unapplied: UNAPPLIED,
  disputes: DISPUTES,
  credit: CREDIT,
  exceptions: EXCEPTIONS,
};

/** For who opens the file years later. */
export const DEFINITIONS: Readonly<Record<TableKind, string>> = {
  open_items:
    'Every invoice, or instalment of one, with something open at the end of the last day, by due day. The control total is the receivables account of that day.',
  cash_journal:
    'Every line booked on bank, cash, cheques, payment providers and collection agencies from the first day to the last. The control total is debits less credits: what these accounts moved by.',
  ledger_journal:
    'Every line of the ledger booked from the first day to the last. The control total is debits less credits, and nothing.',
  journal_batch:
    'Every line of the entries that came since the batch before, whatever day they are booked on. The control total is debits less credits, and nothing.',
  ageing:
    'What each customer owes at the end of the last day, by days past due: current is due that day or later. The control total is the receivables account of that day.',
  unapplied:
    'Money at the end of the last day that is for no invoice yet: unapplied and unidentified payments and deposits, by customer, and since when there was always some. The control total is what these accounts owe.',
  disputes:
    'Disputes that were opened from the first day to the last, and all that nobody decided on, as they stood when the file was built. The control total is what is disputed, or was decided on.',
  credit:
    'Credit accounts of the company as they stood when the file was built: limit, exposure (open invoices and uninvoiced orders, less unapplied payments), and the score of whose account it is. The control total is the exposure.',
  exceptions:
    'Bank lines of the entity and tasks of the company that waited for a person when the file was built. The control total is the money of the lines.',
};

/** Where a row says in which currency its amounts are. */
export const currencyAt = (columns: readonly Column[]): number =>
  columns.findIndex(({ name }) => name === 'currency');
