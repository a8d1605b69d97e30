/** Rows of finance's files, from ledger entries alone. Amounts are decimal text in major units. */
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { money, toText } from '../kernel/money.ts';
import { fold } from '../insights/rules.ts';
import type { Chart } from '../ledger/chart.ts';
import { ACCOUNTS, type Account, type Booked } from '../ledger/entry.ts';
import { numberIn } from '../ledger/rules.ts';
import type { PaymentPlan } from '../plans/plan.ts';
import type { ExportKind } from './export.ts';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** By currency, in minor units. */
  readonly totals: ReadonlyMap<string, number>;
}

/** Customer id → name, for people who read the file; an id without a name stands alone. */
export type Names = ReadonlyMap<string, string>;

/** `plans`: the payment plans that held on the last day, for what is said to be due. */
export const tableOf = (
  kind: ExportKind,
  entries: readonly Booked[],
  to: LocalDate,
  named: {
    readonly names: Names;
    readonly chart?: Chart | undefined;
    readonly plans?: readonly PaymentPlan[] | undefined;
  },
): Table => TABLES[kind](entries, to, named);

/** Whom the entries name: what `names` is asked for. */
export const customersIn = (entries: readonly Booked[]): string[] => [
  ...new Set(entries.flatMap(({ lines }) => lines.flatMap(({ customerId }) => customerId ?? []))),
];

/** What people and accountants call customers and accounts. */
type Named = Parameters<typeof tableOf>[3];
const MONEY_ACCOUNTS: readonly Account[] = ['bank', 'cash', 'cheques', 'clearing', 'agencies'];

const TABLES: Readonly<
  Record<ExportKind, (entries: readonly Booked[], to: LocalDate, named: Named) => Table>
> = {
  open_items: (entries, to, { names, plans = [] }) => {
    const issued = new Map(
      entries
        .filter(({ kind }) => kind === 'invoice' || kind === 'opening')
        .flatMap(({ lines, on, documentOn = on, source }) =>
          lines.flatMap((line) =>
            line.invoiceId ? [[line.invoiceId, { on: documentOn, number: source }] as const] : [],
          ),
        ),
    );
    const items = [...fold(entries, plans)].flatMap(([currency, { items: open }]) =>
      [...open.values()].filter(({ minor }) => minor !== 0).map((item) => ({ currency, ...item })),
    );
    items.sort((a, b) =>
      a.dueOn === b.dueOn ? (a.invoiceId < b.invoiceId ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1,
    );
    return {
      columns: [
        'invoice',
        'customer_id',
        'customer',
        'issued_on',
        'due_on',
        'days_overdue',
        'open',
        'currency',
      ],
      rows: items.map(({ currency, invoiceId, customerId, dueOn, minor }) => [
        issued.get(invoiceId)?.number ?? invoiceId,
        customerId,
        names.get(customerId) ?? '',
        issued.get(invoiceId)?.on ?? '',
        dueOn,
        Math.max(0, daysBetween(dueOn, to)),
        toText(money(minor, currency)),
        currency,
      ]),
      totals: totalled(items),
    };
  },
  cash_journal: (entries, _, named) => journal(entries, named, (account) => MONEY_ACCOUNTS.includes(account)),
  ledger_journal: (entries, _, named) => journal(entries, named, () => true),
  journal_batch: (entries, _, named) => journal(entries, named, () => true),
};

/** By currency; a batch is held against the accounting system by it. */
export const debitsOf = (entries: readonly Booked[]): { currency: string; minor: number }[] =>
  [
    ...totalled(
      entries.flatMap(({ currency, lines }) =>
        lines.map(({ minor }) => ({ currency, minor: Math.max(0, minor) })),
      ),
    ),
  ].map(([currency, minor]) => ({ currency, minor }));

const journal = (
  entries: readonly Booked[],
  { names, chart }: Named,
  wanted: (account: Account) => boolean,
): Table => {
  const lines = entries.flatMap(({ id, on, documentOn, kind, source, memo, currency, lines: all }) =>
    all
      .filter(({ account }) => wanted(account))
      .map((line) => ({
        customerId: payerIn(all),
        id,
        on,
        documentOn,
        kind,
        source,
        memo,
        currency,
        ...line,
      })),
  );
  return {
    columns: [
      'entry',
      'booked_on',
      'kind',
      'source',
      'memo',
      'account_code',
      'account',
      'debit',
      'credit',
      'currency',
      'customer_id',
      'customer',
      'invoice_id',
      'document_on',
      'chart_number',
      'tax_code',
    ],
    rows: lines.map(
      ({ id, on, documentOn, kind, source, memo, currency, account, minor, customerId, invoiceId }) => [
        id,
        on,
        kind,
        source,
        memo,
        ACCOUNTS[account].code,
        ACCOUNTS[account].name,
        minor > 0 ? toText(money(minor, currency)) : '',
        minor < 0 ? toText(money(0 - minor, currency)) : '',
        currency,
        customerId ?? '',
        names.get(customerId ?? '') ?? '',
        invoiceId ?? '',
        documentOn ?? on,
        numberIn(chart, account).number,
        numberIn(chart, account).taxCode,
      ],
    ),
    totals: totalled(lines),
  };
};

/** Money itself has no customer in the ledger; where the entry is about one only, that is whose it was. */
const payerIn = (lines: Booked['lines']): string | undefined => {
  const [first, ...others] = new Set(lines.flatMap(({ customerId }) => customerId ?? []));
  return others.length === 0 ? first : undefined;
};

const totalled = (rows: readonly { currency: string; minor: number }[]): Map<string, number> => {
  const totals = new Map<string, number>();
  for (const { currency, minor } of rows) totals.set(currency, (totals.get(currency) ?? 0) + minor);
  return totals;
};
