/** Rows of the journals, from ledger entries alone, what the rows of any file come to, and which days a schedule is for. */
import { addDays, endOfMonth, monthOf, type LocalDate } from '../kernel/dates.ts';
import { money, toText } from '../kernel/money.ts';
import type { Chart } from '../ledger/chart.ts';
import { ACCOUNTS, type Account, type Booked } from '../ledger/entry.ts';
import { numberIn } from '../ledger/rules.ts';
import { currencyAt, type Column, type Row } from './columns.ts';
import { DEFINITIONS } from './definitions.ts';
import type { Export, ExportKind, TableKind } from './export.ts';
import type { Rhythm } from './schedule.ts';

/** Customer id → name, for people who read the file; an id without a name stands alone. */
export type Names = ReadonlyMap<string, string>;

const MONEY_ACCOUNTS: readonly Account[] = ['bank', 'cash', 'cheques', 'clearing', 'agencies'];
/** Kinds that list lines as they were booked, and which. */
export const LISTED: Readonly<Partial<Record<ExportKind, (account: Account) => boolean>>> = {
  cash_journal: (account) => MONEY_ACCOUNTS.includes(account),
  ledger_journal: () => true,
  journal_batch: () => true,
};

/** Whom the entries name: what `names` is asked for. */
export const customersIn = (entries: readonly Booked[]): string[] => [
  ...new Set(entries.flatMap(({ lines }) => lines.flatMap(({ customerId }) => customerId ?? []))),
];

/** What people and accountants call customers and accounts. */
interface Named {
  readonly names: Names;
  readonly chart?: Chart | undefined;
}
/** What a line moves: its account, debit or credit, and their currency. */
export const movedBy = (
  { account, minor }: Pick<Booked['lines'][number], 'account' | 'minor'>,
  currency: string,
): Row => [
  ACCOUNTS[account].code,
  ACCOUNTS[account].name,
  minor > 0 ? minor : undefined,
  minor < 0 ? 0 - minor : undefined,
  currency,
];

/** The lines of an entry that a journal has. */
export const journalRows = (
  { id, on, documentOn = on, kind, source, memo, currency, lines }: Booked,
  wanted: (account: Account) => boolean,
  { names, chart }: Named,
): Row[] => {
  const payer = payerIn(lines);
  return lines
    .filter(({ account }) => wanted(account))
    .map(({ account, minor, customerId = payer, invoiceId, dueOn }) => {
      const { number, taxCode } = numberIn(chart, account);
      return [
        id,
        on,
        kind,
        source,
        memo,
        ...movedBy({ account, minor }, currency),
        customerId,
        names.get(customerId ?? ''),
        invoiceId,
        documentOn,
        number,
        taxCode,
        dueOn,
      ];
    });
};

/** Money itself has no customer in the ledger; where the entry is about one only, that is whose it was. */
const payerIn = (lines: Booked['lines']): string | undefined => {
  const [first, ...others] = new Set(lines.flatMap(({ customerId }) => customerId ?? []));
  return others.length === 0 ? first : undefined;
};

/** The days of a rhythm that are over with this one: undefined where they go on. Weeks end on Sunday (ISO 8601). */
export const daysOf = (
  every: Rhythm,
  last: LocalDate,
): { readonly from: LocalDate; readonly to: LocalDate } | undefined => {
  if (every === 'day') return { from: last, to: last };
  if (every === 'month')
    return last === endOfMonth(last) ? { from: `${monthOf(last)}-01`, to: last } : undefined;
  return new Date(last).getUTCDay() === 0 ? { from: addDays(last, -6), to: last } : undefined;
};

export interface Counted {
  readonly rows: number;
  /** By currency, in minor units, as it first came. */
  readonly totals: ReadonlyMap<string, number>;
}
/** Counts rows as they go by. */
export const counting = (columns: readonly Column[]) => {
  const currency = currencyAt(columns);
  const amounts = columns.flatMap(({ counts }, at) => (counts ? [{ at, counts }] : []));
  const totals = new Map<string, number>();
  let rows = 0;
  return {
    add: (group: readonly Row[]): void => {
      rows += group.length;
      if (amounts.length === 0) return;
      for (const row of group) {
        if (row[currency] === undefined) continue;
        const minor = amounts.reduce((sum, { at, counts }) => sum + counts * Number(row[at] ?? 0), 0);
        totals.set(String(row[currency]), (totals.get(String(row[currency])) ?? 0) + minor);
      }
    },
    counted: (): Counted => ({ rows, totals }),
  };
};

/** What a batch has to come to in the accounting system, entry by entry. */
export const batchCount = () => {
  const debits = new Map<string, number>();
  let entries = 0;
  return {
    add: ({ currency, lines }: Booked): void => {
      entries += 1;
      const debit = lines.reduce((sum, { minor }) => sum + Math.max(0, minor), 0);
      debits.set(currency, (debits.get(currency) ?? 0) + debit);
    },
    counted: () => ({ entries, debits: amountsOf(debits) }),
  };
};
export const amountsOf = (totals: ReadonlyMap<string, number>): { currency: string; minor: number }[] =>
  [...totals].map(([currency, minor]) => ({ currency, minor }));

/** Only what follows from the books and from what was asked: the same file says the same of itself. */
export const aboutOf = (
  { kind, entity, from, to, chart, batch }: Export,
  { rows, totals }: Counted,
): (readonly [string, string])[] => [
  ['kind', kind],
  ['entity', entity],
  ['from', from],
  ['to', to],
  ...(batch ? [['batch', String(batch.number)] as const] : []),
  ...(chart === undefined ? [] : [['chart', String(chart)] as const]),
  ['rows', String(rows)],
  ...[...totals].map(
    ([currency, minor]) => [`control total ${currency}`, toText(money(minor, currency))] as const,
  ),
  ['definition', DEFINITIONS[kind as TableKind]],
];
