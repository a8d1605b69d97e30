/** What each document burdens an account with (rules §3.11), and how a customer is scored. Pure: the second sum of the books. */
import { accountOf, type Account, type Move, type Standing } from '../credit/credit.ts';
import { depositLeft } from '../invoices/deposit.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { isBilledApart } from '../orders/billing.ts';
import { overdueMinor } from '../kernel/instalments.ts';
import type { Order } from '../orders/order.ts';
import { billables, isBill } from '../orders/parts.ts';
import type { Payment } from '../payments/payment.ts';
import type { Factor } from './risk.ts';

/** What is confirmed, and what is delivered and has no invoice yet. */
export const orderBurden = (order: Order, invoiced: ReadonlySet<string>): Move => ({
  account: accountOf(order),
  minor: billables(order)
    .filter(({ id }) => !invoiced.has(id))
    .reduce((sum, { exposureMinor }) => sum + exposureMinor, order.exposureMinor),
});
/** An order that will burden nothing any more: cancelled, or delivered and billed to the end, and invoiced. */
export const isOver = (order: Order, invoiced: ReadonlySet<string>): boolean =>
  ['CANCELLED', 'FULFILLED'].includes(order.state) &&
  order.exposureMinor === 0 &&
  billables(order).every((one) => invoiced.has(one.id) || (!isBill(one) && isBilledApart(order)));
export const invoiceBurden = (invoice: Invoice): Move => ({
  account: accountOf(invoice),
  minor: invoice.open.minor,
});
/** What was paid in advance and no invoice took up. */
export const depositBurden = (deposit: Invoice): Move => ({
  account: accountOf(deposit),
  minor: 0 - depositLeft(deposit).minor,
});
export const paymentBurden = ({ customerId, creditId, unapplied }: Payment): Move[] =>
  customerId === undefined
    ? []
    : [{ account: accountOf({ customerId, creditId }), minor: 0 - unapplied.minor }];

/** One amount that was due on a day and paid on another; what is overdue still counts as if it were paid today. */
export interface Item {
  readonly minor: number;
  readonly dueOn: LocalDate;
  readonly paidOn: LocalDate;
}
export const itemsOf = (
  payments: readonly Payment[],
  open: readonly Invoice[],
  { from, today, currency }: { from: LocalDate; today: LocalDate; currency: string },
): Item[] => [
  ...payments
    .filter(({ paidOn }) => paidOn >= from)
    .flatMap(({ paidOn, allocations }) =>
      allocations
        // A deposit is paid before anything is owed, and what others owe is no habit: neither says anything of this one.
        .filter(({ amount, deposit, customerId }) => amount.currency === currency && !deposit && !customerId)
        .map(({ amount, dueOn }) => ({ minor: amount.minor, dueOn, paidOn })),
    ),
  ...open
    .filter(({ open: left, dueOn }) => left.currency === currency && dueOn < today)
    .map((invoice) => ({ minor: overdueMinor(invoice, today), dueOn: invoice.dueOn, paidOn: today })),
];

export interface Known {
  readonly items: readonly Item[];
  readonly standing: Standing | undefined;
  readonly account: Pick<Account, 'limit' | 'exposure'> | undefined;
  readonly since: LocalDate;
  readonly today: LocalDate;
}

/** Twelve months back. */
export const scoredFrom = (today: LocalDate): LocalDate => addDays(today, -365);

/** The weighted mean of the factors that something is known for, and each of them. */
export const scoreOf = (known: Known): { score: number; factors: Factor[] } => {
  const factors = [...habits(known), ...told(known), ...utilisation(known), tenure(known)];
  const weight = factors.reduce((sum, factor) => sum + factor.weight, 0);
  const points = factors.reduce((sum, factor) => sum + factor.weight * factor.points, 0);
  return { score: Math.round(points / weight), factors };
};

/** Sixty days late in the mean are no points at all. */
const WORST_DAYS = 60;
const tenth = (value: number): number => Math.round(value * 10) / 10;
const within = (points: number): number => Math.round(Math.max(0, Math.min(100, points)));

/** Σ(amount × days late) ÷ Σ amount, and the share of items that were late (rules §2, days delinquent by item). */
const habits = ({ items }: Known): Factor[] => {
  const total = items.reduce((sum, { minor }) => sum + minor, 0);
  if (total === 0) return [];
  const late = ({ dueOn, paidOn }: Item): number => Math.max(0, daysBetween(dueOn, paidOn));
  const days = items.reduce((sum, item) => sum + item.minor * late(item), 0) / total;
  const share = (100 * items.filter((item) => late(item) > 0).length) / items.length;
  return [
    {
      name: 'days_late',
      value: tenth(days),
      points: within(100 - (100 * days) / WORST_DAYS),
      weight: 35,
      detail: `${tenth(days)} days late, weighted by amount, over ${items.length} items of twelve months.`,
    },
    {
      name: 'share_late',
      value: tenth(share),
      points: within(100 - share),
      weight: 20,
      detail: `${tenth(share)} % of the items were paid late, or are overdue.`,
    },
  ];
};

const told = ({ standing, today }: Known): Factor[] => {
  const count = (kind: string): number =>
    (standing?.signals ?? []).filter((signal) => signal.kind === kind && signal.on >= scoredFrom(today))
      .length;
  const [broken, lost] = [count('broken_promise'), count('lost_dispute')];
  return [
    {
      name: 'broken_promises',
      value: broken,
      points: within(100 - 25 * broken),
      weight: 15,
      detail: `${broken} promises to pay were broken in twelve months.`,
    },
    {
      name: 'lost_disputes',
      value: lost,
      points: within(100 - 20 * lost),
      weight: 5,
      detail: `${lost} disputes were lost in twelve months.`,
    },
  ];
};

/** Up to half of the limit all points; the whole of it forty; a fifth above it none. */
const utilisation = ({ account }: Known): Factor[] => {
  if (!account?.limit || account.limit.minor === 0) return [];
  const used = (100 * account.exposure.minor) / account.limit.minor;
  const points = used <= 50 ? 100 : used <= 100 ? 100 - (used - 50) * 1.2 : 40 - (used - 100) * 2;
  return [
    {
      name: 'utilisation',
      value: tenth(used),
      points: within(points),
      weight: 15,
      detail: `${tenth(used)} % of the credit limit is used.`,
    },
  ];
};

/** Forty points at the beginning, all of them after two years. */
const tenure = ({ since, today }: Known): Factor => {
  const months = Math.max(0, daysBetween(since, today)) / 30.44;
  return {
    name: 'tenure',
    value: tenth(months),
    points: within(40 + months * 2.5),
    weight: 10,
    detail: `A customer for ${tenth(months)} months.`,
  };
};
