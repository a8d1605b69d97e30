/** What of an order is not invoiced yet, in parts, and when each will be. Pure. */
import { dueOnOf, partsOver } from '../agreements/rules.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { money } from '../kernel/money.ts';
import { billDue, GOES_ON, isBilledApart } from '../orders/billing.ts';
import type { Order } from '../orders/order.ts';
import { billables, billedPart, isBill } from '../orders/parts.ts';
import { awaitedAfter } from '../predicting/awaiting.ts';
import type { KnownOf } from '../predicting/expecting.ts';
import { sharesIssued, sharesSomeDay, type Ends, type Item } from './spreading.ts';

export interface ToInvoice {
  /** What of it is awaited: less what was paid or asked for in advance. */
  readonly minor: number;
  /** All that its invoice will be of. */
  readonly invoicedMinor: number;
  /** Absent where nobody knows. */
  readonly on?: LocalDate;
  /** Id of the delivery or bill; absent of what is neither yet. */
  readonly part?: string;
}
type Whole = Omit<ToInvoice, 'invoicedMinor'>;
export type Terms = Pick<Order, 'terms' | 'paymentTermsDays'>;
export interface ComingBill extends ToInvoice {
  readonly on: LocalDate;
  readonly terms: Terms;
}

/**
 * `waiting`: the last day of deliveries that wait for others, none where somebody says when. `paid`: what was paid or asked for in advance,
 * which is no second time awaited.
 */
export const toInvoice = (
  order: Order,
  {
    invoiced,
    waiting,
    paid,
  }: {
    readonly invoiced: ReadonlySet<string>;
    readonly waiting: ReadonlyMap<string, LocalDate | undefined>;
    readonly paid: number;
  },
  on: LocalDate,
): ToInvoice[] => {
  if (order.state === 'CANCELLED') return [];
  const made = billables(order)
    .filter((one) => !invoiced.has(one.id) && (isBill(one) || !isBilledApart(order)))
    .map((one): Whole => {
      const day = waiting.has(one.id) ? waiting.get(one.id) : on;
      return {
        minor: billedPart(order, one).totals.grossMinor,
        part: one.id,
        ...(day !== undefined && { on: day < on ? on : day }),
      };
    });
  return less([...made, ...(GOES_ON.includes(order.state) ? coming(order, on) : [])], paid);
};

/** Parts of a schedule on their days; all else that was confirmed, some day. */
const coming = (order: Order, on: LocalDate): Whole[] => {
  const after = billDue(order, LAST, () => ({ id: 'bil_', at: order.placedAt })) ?? order;
  const parts = (after.bills ?? []).slice(order.bills?.length ?? 0).map(({ taxes, suppliedOn }) => ({
    minor: taxes.reduce((sum, { baseMinor, taxMinor }) => sum + baseMinor + taxMinor, 0),
    on: suppliedOn! < on ? on : suppliedOn!,
  }));
  return [...parts, ...(after.exposureMinor > 0 ? [{ minor: after.exposureMinor }] : [])];
};
const LAST = '2999-12-31';

/** What is paid whole stays: it will be invoiced all the same, and is no new sale. */
const less = (parts: readonly Whole[], paid: number): ToInvoice[] => {
  let left = paid;
  return parts.map((part) => {
    const off = Math.min(left, part.minor);
    left -= off;
    return { ...part, minor: part.minor - off, invoicedMinor: part.minor };
  });
};

/** As its invoice would fall due by the terms, and be paid by what its customer does with one of today. */
export const itemsOf = (
  about: Pick<Item, 'source' | 'subject'> & Terms & { readonly currency: string },
  part: ToInvoice,
  known: KnownOf,
  ends: Ends,
): Item[] => {
  const { source, subject, currency, terms, paymentTermsDays } = about;
  const issued = part.on ?? ends.on;
  const parts = partsOver(terms, issued, money(part.minor, currency)) ?? [
    { dueOn: terms ? dueOnOf(terms, issued) : addDays(issued, paymentTermsDays), minor: part.minor },
  ];
  return parts.map(({ dueOn, minor }, at) => {
    const days = Math.max(0, daysBetween(issued, dueOn));
    const when = awaitedAfter({ minor, currency, terms: days }, known);
    const { shares, invoiced } =
      part.on === undefined ? sharesSomeDay(when, ends) : sharesIssued(when, ends, part.on);
    // One invoice, whatever it falls due in.
    const sold = at === 0 && { invoiced: invoiced.map((share) => share * part.invoicedMinor) };
    return { source, subject, minor, dueOn, shares, ...sold };
  });
};
