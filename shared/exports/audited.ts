/** What an audit file says before its entries: balances and totals, counted as the entries go by. */
import type { LocalDate } from '../kernel/dates.ts';
import type { Account, Booked } from '../ledger/entry.ts';
import type { Balance } from './format/saft.ts';

interface Sums {
  opening: number;
  closing: number;
}
export interface Audited {
  readonly accounts: ReadonlyMap<Account, Balance>;
  /** Receivables of each customer that had any, or that an entry of the days names. */
  readonly customers: ReadonlyMap<string, Balance>;
  readonly entries: number;
  readonly debit: number;
  readonly credit: number;
}
interface Counting {
  readonly accounts: Map<Account, Sums>;
  readonly customers: Map<string, Sums & { moved: boolean }>;
  /** Of what is open: whose it is, because only the entry of an invoice always says it. */
  readonly open: Map<string, { readonly customerId: string; minor: number }>;
  entries: number;
  debit: number;
  credit: number;
}

/** Entries up to the last day, in the order of the book; by currency. What it holds grows with customers and open items, and not with entries. */
export const auditing = (from: LocalDate) => {
  const all = new Map<string, Counting>();
  const of = (currency: string): Counting => {
    let own = all.get(currency);
    if (!own) {
      own = { accounts: new Map(), customers: new Map(), open: new Map(), entries: 0, debit: 0, credit: 0 };
      all.set(currency, own);
    }
    return own;
  };
  return {
    add: (entry: Pick<Booked, 'on' | 'currency' | 'lines'>): void => {
      const own = of(entry.currency);
      const before = entry.on < from;
      if (!before) own.entries += 1;
      for (const line of entry.lines) {
        const { account, minor } = line;
        put(own.accounts, account, { opening: 0, closing: 0 }, minor, before);
        if (!before && minor > 0) own.debit += minor;
        if (!before && minor < 0) own.credit -= minor;
        if (!before && line.customerId !== undefined) owing(own, line.customerId, 0, before).moved = true;
        if (account !== 'receivables') continue;
        const sums = owing(own, whose(own.open, line), minor, before);
        if (!before) sums.moved = true;
      }
    },
    audited: (): ReadonlyMap<string, Audited> =>
      new Map(
        [...all].map(([currency, { customers, ...own }]) => [
          currency,
          {
            ...own,
            customers: new Map(
              [...customers].filter(
                ([, { opening, closing, moved }]) => moved || opening !== 0 || closing !== 0,
              ),
            ),
          },
        ]),
      ),
  };
};

const owing = ({ customers }: Counting, customer: string, minor: number, before: boolean) =>
  put(customers, customer, { opening: 0, closing: 0, moved: false }, minor, before);

const put = <K, S extends Sums>(sums: Map<K, S>, key: K, none: S, minor: number, before: boolean): S => {
  const own = sums.get(key) ?? none;
  sums.set(key, own);
  if (before) own.opening += minor;
  own.closing += minor;
  return own;
};
const whose = (
  open: Counting['open'],
  { invoiceId = '', customerId, minor }: Booked['lines'][number],
): string => {
  const item = open.get(invoiceId) ?? { customerId: customerId ?? '', minor: 0 };
  item.minor += minor;
  if (item.minor === 0) open.delete(invoiceId);
  else open.set(invoiceId, item);
  return item.customerId;
};
