/** Folds ledger entries into positions, and positions into answers (formulas: rules §2). */
import { addDays, daysBetween, monthOf, type LocalDate } from '../kernel/dates.ts';
import { rounded } from '../kernel/decimal.ts';
import type { Chart } from '../ledger/chart.ts';
import { ACCOUNTS, type Account, type Booked } from '../ledger/entry.ts';
import { numberIn } from '../ledger/rules.ts';
import type { PaymentPlan } from '../plans/plan.ts';
import { byPlan, partsOpen, reliefIn } from './planned.ts';
import type { Dso, TrialBalance } from './insight.ts';
import { soldIn } from './sales.ts';

export interface OpenItem {
  readonly invoiceId: string;
  readonly customerId: string;
  readonly dueOn: LocalDate;
  /** The day of its document, where that is in the books: it ages by it, too. */
  readonly issuedOn: LocalDate;
  minor: number;
}
/** One currency's books up to a day. */
export interface Position {
  readonly turnover: Map<Account, { debit: number; credit: number }>;
  readonly items: Map<string, OpenItem>;
  /** Invoiced gross less credit notes and what was made void, by day of issue. */
  readonly sales: Map<LocalDate, number>;
}

/** What makes an open item: its day is the item's. */
export const BEGINS: readonly Booked['kind'][] = ['invoice', 'prepayment', 'opening'];

/** What a fold goes on from: sums of what came before, without what falls due when of it. */
export interface Carried {
  readonly positions: Map<string, Position>;
  /** By invoice and due day: what fell due when, as it was invoiced. */
  readonly parts: Map<string, Map<LocalDate, number>>;
  readonly reliefs: ReturnType<typeof reliefIn>;
  /** What moves, and whose beginning is not here: it was settled long ago and left out. */
  readonly unknown: Set<string>;
}
export const nothing = (): Carried => ({
  positions: new Map(),
  parts: new Map(),
  reliefs: [],
  unknown: new Set(),
});

/** Entries of one entity, in the order of the book → a position per currency. `plans`: the payment plans that held on the last day. */
export const fold = (
  entries: Iterable<Booked>,
  plans: readonly PaymentPlan[] = [],
  begun: Carried = nothing(),
): Map<string, Position> => {
  const { positions, parts, reliefs } = carry(entries, begun);
  for (const [currency, { items }] of positions) {
    for (const plan of plans) if (plan.total.currency === currency) byPlan(items, plan, reliefs);
    byInstalment(items, parts);
  }
  return positions;
};

/** Goes on from what was begun, which it changes. */
export const carry = (entries: Iterable<Booked>, begun: Carried): Carried => {
  const { positions, parts, reliefs, unknown } = begun;
  for (const entry of entries) {
    const { currency, lines, kind, on } = entry;
    const position = positions.get(currency) ?? { turnover: new Map(), items: new Map(), sales: new Map() };
    positions.set(currency, position);
    const sold = soldIn(entry);
    if (sold !== 0) position.sales.set(on, (position.sales.get(on) ?? 0) + sold);
    for (const line of lines) {
      const sums = position.turnover.get(line.account) ?? { debit: 0, credit: 0 };
      position.turnover.set(
        line.account,
        line.minor > 0
          ? { ...sums, debit: sums.debit + line.minor }
          : { ...sums, credit: sums.credit - line.minor },
      );
      if (line.account !== 'receivables') continue;
      reliefs.push(...reliefIn(entry, line));
      if (BEGINS.includes(kind)) unknown.delete(line.invoiceId!);
      else if (!position.items.has(line.invoiceId!)) unknown.add(line.invoiceId!);
      const item = position.items.get(line.invoiceId!) ?? {
        invoiceId: line.invoiceId!,
        customerId: line.customerId ?? '',
        dueOn: line.dueOn!,
        issuedOn: entry.documentOn ?? on,
        minor: 0,
      };
      position.items.set(item.invoiceId, {
        ...item,
        customerId: item.customerId || (line.customerId ?? ''),
        ...(BEGINS.includes(kind) && { issuedOn: entry.documentOn ?? on }),
        minor: item.minor + line.minor,
      });
      if (BEGINS.includes(kind)) {
        const days = parts.get(item.invoiceId) ?? new Map<LocalDate, number>();
        parts.set(item.invoiceId, days.set(line.dueOn!, (days.get(line.dueOn!) ?? 0) + line.minor));
      }
    }
  }
  return begun;
};

/** Instalments age separately (rules §2). What was settled settled the oldest of them. */
const byInstalment = (items: Map<string, OpenItem>, parts: Carried['parts']): void => {
  for (const [invoiceId, days] of parts) {
    const item = items.get(invoiceId);
    if (!item || days.size < 2) continue;
    items.delete(invoiceId);
    const instalments = [...days]
      .map(([dueOn, minor]) => ({ dueOn, minor }))
      .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
    for (const { dueOn, minor } of partsOpen(item, instalments))
      items.set(`${invoiceId} ${dueOn}`, { ...item, dueOn, minor });
  }
};

export const balanceOf = ({ turnover }: Position, account: Account): number => {
  const { debit, credit } = turnover.get(account) ?? { debit: 0, credit: 0 };
  return debit - credit;
};

export const dsoOf = (
  positions: Map<string, Position>,
  entity: string,
  asOf: LocalDate,
  days: number,
  booksFrom: LocalDate,
): Dso => ({
  asOf,
  entity,
  days,
  currencies: [...positions].map(([currency, position]) => {
    const items = [...position.items.values()];
    const receivablesMinor = total(items);
    const current = total(items.filter(({ dueOn }) => dueOn >= asOf));
    const first = addDays(asOf, 1 - days);
    const creditSalesMinor = [...position.sales].reduce(
      (sum, [on, minor]) => sum + (on >= first && on <= asOf ? minor : 0),
      0,
    );
    const [simple, bestPossible] = [
      inDays(receivablesMinor, creditSalesMinor, days),
      inDays(current, creditSalesMinor, days),
    ];
    return {
      currency,
      receivablesMinor,
      creditSalesMinor,
      simple,
      bestPossible,
      averageDaysDelinquent:
        simple === null || bestPossible === null ? null : hundredths(simple * 100 - bestPossible * 100),
      countback: countback(position.sales, receivablesMinor, asOf, booksFrom),
    };
  }),
});

/** Whole months of sales come off the receivables, newest first, each with its real days; the rest in proportion. */
export const countback = (
  sales: ReadonlyMap<LocalDate, number>,
  receivables: number,
  asOf: LocalDate,
  booksFrom: LocalDate,
): { days: number; exhausted: boolean } => {
  const byMonth = new Map<string, number>();
  for (const [on, minor] of sales)
    if (on <= asOf) byMonth.set(monthOf(on), (byMonth.get(monthOf(on)) ?? 0) + minor);
  let [left, days, last] = [receivables, 0, asOf];
  while (left > 0) {
    const first = `${monthOf(last)}-01`;
    if (last < booksFrom) return { days, exhausted: true };
    const length = daysBetween(first, last) + 1;
    const sold = byMonth.get(monthOf(last)) ?? 0;
    if (sold > left)
      return {
        days: days + hundredths(Number(rounded(BigInt(left) * BigInt(length) * 100n, BigInt(sold)))),
        exhausted: false,
      };
    left -= sold;
    days += length;
    last = addDays(first, -1);
  }
  return { days, exhausted: false };
};

export const trialBalanceOf = (
  positions: Map<string, Position>,
  entity: string,
  asOf: LocalDate,
  chart?: Chart,
): TrialBalance => ({
  asOf,
  entity,
  currencies: [...positions].map(([currency, { turnover }]) => {
    const accounts = [...turnover]
      .map(([account, { debit, credit }]) => ({
        account,
        ...ACCOUNTS[account],
        number: numberIn(chart, account).number,
        debitMinor: debit,
        creditMinor: credit,
        balanceMinor: debit - credit,
      }))
      .sort((a, b) => (a.code < b.code ? -1 : 1));
    return {
      currency,
      accounts,
      differenceMinor: accounts.reduce((sum, { balanceMinor }) => sum + balanceMinor, 0),
    };
  }),
});

const total = (items: readonly OpenItem[]): number => items.reduce((sum, { minor }) => sum + minor, 0);
const inDays = (amount: number, sales: number, days: number): number | null =>
  sales <= 0 ? null : hundredths(Number(rounded(BigInt(amount) * BigInt(days) * 100n, BigInt(sales))));
const hundredths = (n: number): number => Math.round(n) / 100;
