/** What stands in each file, said once: every format takes from it what it can say. */
import type { TableKind } from './export.ts';

/** Text and days as text, amounts as minor units of the row's `currency`, ratios as numbers; undefined where a row has none. */
export type Cell = string | number | undefined;
export type Row = readonly Cell[];

export interface Column {
  readonly name: string;
  /** `decimal`: a ratio with two decimals at most, never an amount. */
  readonly is: 'text' | 'date' | 'money' | 'integer' | 'decimal';
  /** Its amounts are added to the control totals, or taken off them. */
  readonly counts?: 1 | -1;
}

const text = (name: string): Column => ({ name, is: 'text' });
const date = (name: string): Column => ({ name, is: 'date' });
const amount = (name: string, counts?: 1 | -1): Column => ({ name, is: 'money', ...(counts && { counts }) });
const integer = (name: string): Column => ({ name, is: 'integer' });
const decimal = (name: string): Column => ({ name, is: 'decimal' });

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

const KPI_PACK: readonly Column[] = [
  text('figure'),
  text('line'),
  text('name'),
  text('definition'),
  text('source'),
  text('unit'),
  decimal('value'),
  decimal('at_least'),
  amount('amount'),
  integer('count'),
  date('from'),
  date('as_of'),
  decimal('value_before'),
  decimal('at_least_before'),
  amount('amount_before'),
  integer('count_before'),
  date('from_before'),
  date('as_of_before'),
  text('known_at'),
  text('currency'),
];
const TAX_SUMMARY: readonly Column[] = [
  text('what'),
  text('country'),
  text('category'),
  decimal('rate'),
  text('reason_code'),
  integer('documents'),
  amount('net'),
  amount('tax', 1),
  amount('gross'),
  text('currency'),
];
const NUMBERING_AUDIT: readonly Column[] = [
  text('line'),
  text('series'),
  text('documents'),
  integer('year'),
  text('first'),
  text('last'),
  integer('given'),
  integer('missing'),
  integer('voided'),
  integer('proven'),
  date('last_issued_on'),
  date('proven_on'),
  date('audited_on'),
  integer('faults'),
  text('number'),
  text('fault'),
];
const STATEMENTS: readonly Column[] = [
  text('customer_id'),
  text('customer'),
  text('line'),
  date('on'),
  text('kind'),
  text('document'),
  text('memo'),
  text('account_code'),
  date('due_on'),
  amount('debit'),
  amount('credit'),
  amount('balance'),
  amount('receivables', 1),
  amount('late_claims'),
  amount('unapplied'),
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
  kpi_pack: KPI_PACK,
  tax_summary: TAX_SUMMARY,
  numbering_audit: NUMBERING_AUDIT,
  statements: STATEMENTS,
};

/** Where a row says in which currency its amounts are. */
export const currencyAt = (columns: readonly Column[]): number =>
  columns.findIndex(({ name }) => name === 'currency');

/** An amount in minor units says so in its name: nobody reads cents as euros. */
export const nameOf = ({ name, is }: Column): string => (is === 'money' ? `${name}_minor` : name);
