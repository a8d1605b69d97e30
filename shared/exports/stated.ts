/** Rows of the statements of all customers: what each owed before the days, what moved, and what it owes after them. */
import { ACCOUNTS, type Account, type Booked, type EntryLine } from '../ledger/entry.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Row } from './columns.ts';
import type { Names } from './rules.ts';

/** As in a statement of account. */
const OWING: readonly Account[] = ['receivables', 'lateClaims', 'unapplied'];

interface Movement {
  readonly entry: Booked;
  readonly line: EntryLine;
}
interface Owing {
  readonly customerId: string;
  readonly currency: string;
  opening: number;
  readonly movements: Movement[];
  readonly sums: Map<Account, number>;
}

/** Takes entries up to the last day, in the order of the book; holds those of the days. */
export const statements = ({ from, to }: { readonly from: LocalDate; readonly to: LocalDate }) => {
  const whose = new Map<string, string>();
  const accounts = new Map<string, Owing>();
  const told = () => [...accounts.values()].filter(hasAnything);
  return {
    add: (entries: readonly Booked[]): void => {
      for (const entry of entries)
        for (const line of entry.lines) {
          const { account, customerId, invoiceId, minor } = line;
          if (!OWING.includes(account)) continue;
          if (account === 'receivables' && customerId !== undefined && !whose.has(invoiceId!))
            whose.set(invoiceId!, customerId);
          // A receivable is its invoice's, whoever pays it: so the ageing has it.
          const owing = (account === 'receivables' ? whose.get(invoiceId!) : customerId) ?? customerId ?? '';
          const own = accountOf(accounts, owing, entry.currency);
          own.sums.set(account, (own.sums.get(account) ?? 0) + minor);
          if (entry.on < from) own.opening += minor;
          else own.movements.push({ entry, line });
        }
    },
    customers: (): string[] => told().map(({ customerId }) => customerId),
    unnumbered: (): string[] => [],
    rows: ({ names }: { readonly names: Names }): Row[] =>
      told()
        .toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
        .flatMap((account) => rowsOf(account, { from, to }, names.get(account.customerId) ?? '')),
  };
};

const accountOf = (accounts: Map<string, Owing>, customerId: string, currency: string): Owing => {
  const key = `${customerId} ${currency}`;
  let own = accounts.get(key);
  if (!own) accounts.set(key, (own = { customerId, currency, opening: 0, movements: [], sums: new Map() }));
  return own;
};
const placeOf = ({ currency, customerId }: Owing): string => `${currency} ${customerId}`;
const hasAnything = ({ opening, movements, sums }: Owing): boolean =>
  opening !== 0 || movements.length > 0 || [...sums.values()].some((minor) => minor !== 0);

const rowsOf = (
  { customerId, currency, opening, movements, sums }: Owing,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
  name: string,
): Row[] => {
  const none = [undefined, undefined, undefined, undefined] as const;
  const nothing = [undefined, undefined, undefined] as const;
  const head = [customerId, name];
  let balance = opening;
  const moved = movements.map(({ entry, line: { account, minor, dueOn } }): Row => {
    balance += minor;
    const [debit, credit] = minor > 0 ? [minor] : [undefined, 0 - minor];
    return [
      ...head,
      'movement',
      entry.on,
      entry.kind,
      entry.source,
      entry.memo,
      ACCOUNTS[account].code,
      account === 'receivables' ? dueOn : undefined,
      debit,
      credit,
      balance,
      ...nothing,
      currency,
    ];
  });
  const said = (account: Account) => sums.get(account) ?? 0;
  return [
    [...head, 'opening', from, ...none, undefined, undefined, undefined, opening, ...nothing, currency],
    ...moved,
    [
      ...head,
      'closing',
      to,
      ...none,
      undefined,
      undefined,
      undefined,
      balance,
      said('receivables'),
      said('lateClaims'),
      0 - said('unapplied'),
      currency,
    ],
  ];
};
