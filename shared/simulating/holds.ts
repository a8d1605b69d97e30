/** Which orders other rules of credit would have held, judged in the moment of their placing by what was owed then. */
import { accountOf, type Account, type CreditRules, type Standing } from '../credit/credit.ts';
import { judge, overdueOf, rulesFor } from '../credit/rules.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { localDate, type Instant, type LocalDate } from '../kernel/dates.ts';
import { money } from '../kernel/money.ts';
import type { Order } from '../orders/order.ts';
import { knownOf, type History } from './history.ts';

/** What is known of customers' credit as it is now. */
export interface Credit {
  /** By account and currency. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly standings: ReadonlyMap<string, Standing>;
}
export const accountKey = (one: Pick<Order, 'creditId' | 'customerId' | 'currency'>): string =>
  `${accountOf(one)} ${one.currency}`;

/** By order: the codes of the reasons. */
export const holdsUnder = (
  history: History,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
  { rules, credit }: { readonly rules: readonly CreditRules[]; readonly credit: Credit },
): Map<Order, string[][]> => {
  const owed = Map.groupBy(history.invoices, (one) => accountKey({ ...one, currency: one.total.currency }));
  const ordered = Map.groupBy(history.orders, accountKey);
  return new Map(
    history.orders
      .filter(({ state, entity, placedAt }) => {
        const on = localDate(placedAt, history.entity.zone);
        return state !== 'CANCELLED' && entity === history.entity.id && from <= on && on <= to;
      })
      .map((order) => {
        const [invoices, orders] = [owed.get(accountKey(order)) ?? [], ordered.get(accountKey(order)) ?? []];
        const around = { order, invoices, orders, history, credit };
        return [order, rules.map((one) => judgedBy(one, around))];
      }),
  );
};

interface Around {
  readonly order: Order;
  readonly invoices: readonly Invoice[];
  readonly orders: readonly Order[];
  readonly history: History;
  readonly credit: Credit;
}

const judgedBy = (rules: CreditRules, { order, invoices, orders, history, credit }: Around): string[] => {
  const now = order.placedAt;
  const on = localDate(now, history.entity.zone);
  const customer = history.customers.get(order.customerId)!;
  const rows = invoices
    .filter(({ issuedAt }) => issuedAt <= now)
    .map((one) => ({ ...one, open: money(openAt(one, now, history), one.total.currency) }))
    .filter(({ open }) => open.minor > 0);
  const exposure =
    rows.reduce((sum, { open }) => sum + open.minor, 0) +
    orders.reduce((sum, one) => sum + (one.id === order.id ? 0 : waitingAt(one, now)), 0);
  const account = credit.accounts.get(accountKey(order));
  const standing = credit.standings.get(order.customerId);
  const late = rows
    .filter((one) => one.customerId === order.customerId && one.dueOn < on)
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  const figures = account && { ...account, exposure: money(exposure, order.currency) };
  const { holds } = judge(figures, order.totals.grossMinor, {
    on,
    rules: rulesFor(rules, customer.segment),
    expiredLimit: rules.expiredLimit,
    standing: standing && standingAt(standing, now, on),
    overdue: overdueOf(late, order.currency),
    paymentTermsUntil: customer.paymentTermsUntil,
  });
  return holds.map(({ code }) => code);
};

const openAt = (invoice: Invoice, now: Instant, history: History): number =>
  invoice.settlements.reduce(
    (open, one) =>
      knownOf(one, history) <= now ? open - one.amount.minor - (one.discount?.minor ?? 0) : open,
    invoice.total.minor,
  );

/** What an earlier order still held: all of it but for what was delivered. */
const waitingAt = ({ state, placedAt, totals, fulfilments }: Order, now: Instant): number =>
  placedAt > now || state === 'CANCELLED' || state === 'HELD'
    ? 0
    : fulfilments.reduce(
        (left, { at, exposureMinor }) => (at <= now ? left - exposureMinor : left),
        totals.grossMinor,
      );

const standingAt = (standing: Standing, now: Instant, on: LocalDate): Standing => {
  const { block, graces, signals, ...rest } = standing;
  return {
    ...rest,
    ...(block && block.at <= now && { block }),
    graces: graces.filter(({ at }) => at <= now),
    signals: signals.filter((one) => one.on < on),
  };
};
