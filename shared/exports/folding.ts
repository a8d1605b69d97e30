/** Rows of the files that say how the books stood at the end of a day, from ledger entries alone. */
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { ageingOf } from '../insights/ageing.ts';
import { BEGINS, fold } from '../insights/rules.ts';
import { ACCOUNTS, type Account, type Booked } from '../ledger/entry.ts';
import type { PaymentPlan } from '../plans/plan.ts';
import type { Row } from './columns.ts';
import type { ExportKind } from './export.ts';
import type { Names } from './rules.ts';
import { statements } from './stated.ts';

/** Entries up to the day, in their order; `plans`: the payment plans that held on it, for what is said to be due. */
type Fold = (
  entries: readonly Booked[],
  at: { readonly entity: string; readonly from: LocalDate; readonly to: LocalDate },
  around: { readonly names: Names; readonly plans: readonly PaymentPlan[] },
) => Row[];

const openItems: Fold = (entries, { to }, { names, plans }) => {
  const issued = new Map(
    entries
      .filter(({ kind }) => BEGINS.includes(kind))
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
  return items.map(({ currency, invoiceId, customerId, dueOn, minor }) => [
    issued.get(invoiceId)?.number ?? invoiceId,
    customerId,
    names.get(customerId) ?? '',
    issued.get(invoiceId)?.on,
    dueOn,
    Math.max(0, daysBetween(dueOn, to)),
    minor,
    currency,
  ]);
};

const ageing: Fold = (entries, { entity, to }, { names, plans }) =>
  ageingOf(fold(entries, plans), entity, to).currencies.flatMap(({ currency, customers }) =>
    customers.map(({ customerId, buckets, overdueMinor, openMinor }) => [
      customerId,
      names.get(customerId) ?? '',
      ...buckets.map(({ minor }) => minor),
      overdueMinor,
      openMinor,
      currency,
    ]),
  );

const OWED: readonly Account[] = ['unapplied', 'unidentified', 'deposits'];
const unapplied: Fold = (entries, { to }, { names }) => {
  const sums = new Map<
    string,
    { account: Account; customerId: string; currency: string; since: LocalDate; minor: number }
  >();
  for (const { on, currency, lines } of entries)
    for (const { account, customerId = '', minor } of lines) {
      if (!OWED.includes(account)) continue;
      const key = `${account} ${customerId} ${currency}`;
      const before = sums.get(key);
      const since = before && before.minor !== 0 ? before.since : on;
      sums.set(key, { account, customerId, currency, since, minor: (before?.minor ?? 0) - minor });
    }
  return [...sums]
    .filter(([, { minor }]) => minor !== 0)
    .sort(([keyA, a], [keyB, b]) =>
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
    ]);
};

export const FOLDED: Readonly<Partial<Record<ExportKind, Fold>>> = {
  open_items: openItems,
  ageing,
  unapplied,
  statements,
};
