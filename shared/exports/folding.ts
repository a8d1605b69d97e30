/** Rows of the files that say how the books stood at the end of a day, from ledger entries alone. */
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { ageingOf } from '../insights/ageing.ts';
import { BEGINS, carry, fold, nothing, type Carried } from '../insights/rules.ts';
import { ACCOUNTS, type Account, type Booked } from '../ledger/entry.ts';
import type { PaymentPlan } from '../plans/plan.ts';
import type { Row } from './columns.ts';
import type { ExportKind } from './export.ts';
import type { Names } from './rules.ts';
import { statements } from './stated.ts';

export interface Around {
  readonly names: Names;
  /** The payment plans that held on the last day, for what is said to be due. */
  readonly plans: readonly PaymentPlan[];
  /** Numbers of the invoices that it did not see begin. */
  readonly numbers: Names;
}
/** Takes entries up to the last day, in the order of the book, group by group. */
export interface Folding {
  readonly add: (entries: readonly Booked[]) => void;
  readonly customers: () => string[];
  /** Invoices that are open, and began before its first entry. */
  readonly unnumbered: () => string[];
  readonly rows: (around: Around) => Row[];
}
/** `begun`: what a closed month left, to go on from. */
type Fold = (
  at: { readonly entity: string; readonly from: LocalDate; readonly to: LocalDate },
  begun?: Carried,
) => Folding;

const openIn = ({ positions }: Pick<Carried, 'positions'>) =>
  [...positions].flatMap(([currency, { items }]) =>
    [...items.values()].filter(({ minor }) => minor !== 0).map((item) => ({ currency, ...item })),
  );

const openItems: Fold = ({ to }, begun = nothing()) => {
  const seen = new Map<string, string>();
  return {
    add: (entries) => {
      for (const { kind, lines, source } of entries)
        if (BEGINS.includes(kind))
          for (const { invoiceId } of lines) if (invoiceId !== undefined) seen.set(invoiceId, source);
      carry(entries, begun);
    },
    customers: () => openIn(begun).map(({ customerId }) => customerId),
    unnumbered: () => openIn(begun).flatMap(({ invoiceId }) => (seen.has(invoiceId) ? [] : invoiceId)),
    rows: ({ names, plans, numbers }) =>
      openIn({ positions: fold([], plans, begun) })
        .toSorted((a, b) =>
          a.dueOn === b.dueOn ? (a.invoiceId < b.invoiceId ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1,
        )
        .map(({ currency, invoiceId, customerId, dueOn, issuedOn, minor }) => {
          const number = seen.get(invoiceId) ?? numbers.get(invoiceId);
          return [
            number ?? invoiceId,
            customerId,
            names.get(customerId) ?? '',
            number === undefined ? undefined : issuedOn,
            dueOn,
            Math.max(0, daysBetween(dueOn, to)),
            minor,
            currency,
          ];
        }),
  };
};

const ageing: Fold = ({ entity, to }, begun = nothing()) => ({
  add: (entries) => void carry(entries, begun),
  customers: () => openIn(begun).map(({ customerId }) => customerId),
  unnumbered: () => [],
  rows: ({ names, plans }) =>
    ageingOf(fold([], plans, begun), entity, to).currencies.flatMap(({ currency, customers }) =>
      customers.map(({ customerId, buckets, overdueMinor, openMinor }) => [
        customerId,
        names.get(customerId) ?? '',
        ...buckets.map(({ minor }) => minor),
        overdueMinor,
        openMinor,
        currency,
      ]),
    ),
});

const OWED: readonly Account[] = ['unapplied', 'unidentified', 'deposits'];
interface Owed {
  readonly account: Account;
  readonly customerId: string;
  readonly currency: string;
  readonly since: LocalDate;
  readonly minor: number;
}
const unapplied: Fold = ({ to }) => {
  const sums = new Map<string, Owed>();
  return {
    add: (entries) => {
      for (const { on, currency, lines } of entries)
        for (const { account, customerId = '', minor } of lines) {
          if (!OWED.includes(account)) continue;
          const key = `${account} ${customerId} ${currency}`;
          const before = sums.get(key);
          const since = before && before.minor !== 0 ? before.since : on;
          sums.set(key, { account, customerId, currency, since, minor: (before?.minor ?? 0) - minor });
        }
    },
    customers: () => [...sums.values()].flatMap(({ customerId, minor }) => (minor === 0 ? [] : customerId)),
    unnumbered: () => [],
    rows: ({ names }) =>
      [...sums]
        .filter(([, { minor }]) => minor !== 0)
        .toSorted(([keyA, a], [keyB, b]) =>
          a.since === b.since ? (keyA < keyB ? -1 : 1) : a.since < b.since ? -1 : 1,
        )
        .map(([, { account, customerId, currency, since, minor }]) => [
          ACCOUNTS[account].code,
          ACCOUNTS[account].name,
          customerId === '' ? undefined : customerId,
          names.get(customerId),
          since,
          Math.max(0, daysBetween(since, to)),
          minor,
          currency,
        ]),
  };
};

export const FOLDED: Readonly<Partial<Record<ExportKind, Fold>>> = {
  open_items: openItems,
  ageing,
  unapplied,
  statements,
};
/** What these say is all in what a closed month leaves; the others ask for whose it was, since when, and how it moved. */
export const GO_ON: readonly ExportKind[] = ['open_items', 'ageing'];
