/** The dated facts of a company's own past, and what was known of them at a moment. */
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import { heldBy, type DunningHold } from '../customers/hold.ts';
import type { Invoice, Settlement } from '../invoices/invoice.ts';
import type { Promised } from '../invoices/state.ts';
import { addDays, daysBetween, localDate, type Instant, type LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { nextOpen, type Hours } from '../kernel/hours.ts';
import { MONDAY_TO_FRIDAY, type Workdays } from '../kernel/offsets.ts';
import { moneyOf } from '../invoices/promised.ts';
import { RELIEF } from '../invoices/planning.ts';
import type { Order } from '../orders/order.ts';
import type { Payment } from '../payments/payment.ts';
import type { PaymentPromise } from '../promises/promise.ts';
import type { Lacking } from './simulation.ts';

export interface History {
  readonly entity: Entity;
  /** As they are now, whole: what they were is made of their dated facts. */
  readonly invoices: readonly Invoice[];
  readonly orders: readonly Order[];
  /** By the id that documents name. */
  readonly customers: ReadonlyMap<string, Customer>;
  /** When money was known here. */
  readonly knownAt: ReadonlyMap<string, Instant>;
  /** Money that settles nothing to this day. */
  readonly unapplied: readonly Payment[];
  readonly promises: readonly PaymentPromise[];
}

/** A day of the period: the moment of its run, the day in the entity's zone, and whether mails may go out on it. */
export interface Day {
  readonly now: Instant;
  readonly today: LocalDate;
  readonly open: boolean;
}
export interface Calendar {
  readonly days: readonly Day[];
  readonly week: Workdays;
}

/** The same moment each day as in `lib/jobs.ts`. */
const RUN_AT = 'T07:00:00.000Z';
/** The days of a period whose run is over. What may not go out on a day waits, and is found anew by the run of the day on which it may. */
export const calendarOf = (
  { from, to, now }: { readonly from: LocalDate; readonly to: LocalDate; readonly now: Instant },
  { hours, zone }: { readonly hours?: Hours | undefined; readonly zone: string },
): Calendar => {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const run = `${day}${RUN_AT}`;
    const today = localDate(run, zone);
    const sends = hours ? nextOpen(hours, zone, run) : run;
    if (sends <= now) days.push({ now: sends, today, open: localDate(sends, zone) === today });
  }
  return { days, week: hours ?? MONDAY_TO_FRIDAY };
};

/** What is known by the day alone is known when the day is over: nobody sees it in the morning. */
const endOf = (day: LocalDate): Instant => `${day}T23:59:59.999Z`;

export const isMoney = ({ method }: Pick<Settlement, 'method'>): boolean => !RELIEF.includes(method);
export const knownOf = ({ paymentId, paidOn }: Settlement, { knownAt }: Pick<History, 'knownAt'>): Instant =>
  knownAt.get(paymentId) ?? endOf(paidOn);

/** Money that was still to come comes so many days earlier, and not before a day. */
export interface Forward {
  readonly days: number;
  readonly notBefore: LocalDate;
}
/** By how many days a settlement comes earlier than it came. */
export const earlier = (one: Pick<Settlement, 'method' | 'paidOn'>, forward: Forward | undefined): number => {
  if (!forward || !isMoney(one) || one.paidOn <= forward.notBefore) return 0;
  const wanted = addDays(one.paidOn, -forward.days);
  return daysBetween(wanted > forward.notBefore ? wanted : forward.notBefore, one.paidOn);
};

/** What reminders have done to an invoice in a replay; the rest of its head is its own. */
export type Steps = Pick<Invoice, 'reminded' | 'remindOn' | 'dunning'>;

export interface Known {
  readonly now: Instant;
  readonly today: LocalDate;
  readonly steps: Steps;
  /** Of each settlement, when it was known. */
  readonly moment: (settlement: Settlement) => Instant;
  readonly promises: readonly PaymentPromise[];
}

/** The head as it was known at a moment: nothing that came later is in it. */
export const headAt = (invoice: Invoice, { now, today, steps, moment, promises }: Known): Invoice => {
  const settlements = invoice.settlements.filter((one) => moment(one) <= now);
  const settled = settlements.reduce(
    (all, { amount, discount }) => all + amount.minor + (discount?.minor ?? 0),
    0,
  );
  const open = { ...invoice.total, minor: invoice.total.minor - settled };
  const { deduction, disputes, chargebacks, dunningHold, collecting } = invoice;
  const promise = promiseAt(invoice, settlements, promises, now, today);
  return {
    ...without(invoice, 'remindOn', 'dunning', 'deduction', 'promise', 'dunningHold', 'collecting'),
    ...steps,
    settlements,
    open,
    state: open.minor === 0 ? 'PAID' : settled > 0 ? 'PART_PAID' : 'ISSUED',
    ...(promise && { promise }),
    ...(deduction && deduction.on < today && { deduction }),
    ...(disputes && {
      disputes: disputes
        .filter(({ on }) => on < today)
        .map((one) =>
          one.until !== undefined && one.until >= today ? { ...one, state: 'OPEN' as const } : one,
        ),
    }),
    ...(chargebacks && { chargebacks: chargebacks.filter(({ on }) => on < today) }),
    ...(collecting && { collecting }),
    ...heldSince(dunningHold, now),
  };
};

const heldSince = (hold: DunningHold | undefined, now: Instant) =>
  hold && hold.at <= now ? { dunningHold: hold } : {};
/** The hold of a customer as it was known. */
export const holdAt = (
  { dunningHold }: Pick<Customer, 'dunningHold'>,
  now: Instant,
): Pick<Customer, 'dunningHold'> => heldSince(dunningHold, now);
export const isHeld = (
  invoice: Pick<Invoice, 'dunningHold'>,
  customer: Pick<Customer, 'dunningHold'>,
  today: LocalDate,
): DunningHold['why'] | undefined =>
  heldBy(invoice.dunningHold, today) ?? heldBy(customer.dunningHold, today);

/** The newest that had been given and had not ended. One that ends on a day holds to the end of it. */
const promiseAt = (
  { id }: Pick<Invoice, 'id'>,
  settlements: readonly Settlement[],
  promises: readonly PaymentPromise[],
  now: Instant,
  today: LocalDate,
): Promised | undefined => {
  const given = promises.findLast(
    ({ at, endedOn }) => at <= now && (endedOn === undefined || endedOn >= today),
  );
  const item = given?.items.find(({ invoiceId }) => invoiceId === id);
  if (!given || !item) return undefined;
  // What came before the promise does not keep it.
  const before = moneyOf({ settlements: settlements.filter(({ paidOn }) => paidOn <= given.on) });
  return { id: given.id, minor: item.minor, payOn: given.payOn, until: given.until, before };
};

/** Why an invoice's past does not say enough to be lived again; undefined where it does. */
export const lackOf = ({ plan, instalments, external, voided, deposit }: Invoice): Lacking | undefined =>
  external
    ? 'imported'
    : voided
      ? 'void'
      : plan
        ? 'plan'
        : instalments || deposit
          ? 'instalments'
          : undefined;
