/** Which page a payment link shows, and whether another try to pay may begin. */
import type { Entity } from '../access/tenant.ts';
import { disputedMinor } from '../invoices/clarifying.ts';
import { dueOn } from '../invoices/early.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { daysBetween, type Instant, type LocalDate } from '../kernel/dates.ts';
import { joined, openParts } from '../kernel/instalments.ts';
import { compare, exact } from '../kernel/decimal.ts';
import { inMinor, least, money, portion, toText, type Money } from '../kernel/money.ts';
import type { Attempt } from '../payments/payment.ts';
import type { Step } from './payview.ts';

/** Expired links open no page, whatever they once showed. */
export const isOpen = ({ link }: Invoice, today: LocalDate): boolean =>
  daysBetween(today, link.expiresOn) >= 0;

/** What is asked for today: the discount is offered up to its deadline; days of grace are for money that is late, not for who is. */
export const offeredOn = (invoice: Invoice, today: LocalDate): Money =>
  // A plan is paid as it was agreed on: who pays early keeps the discount all the same.
  invoice.early && !invoice.plan && today <= invoice.early.until
    ? dueOn(invoice, today)
    : money(
        // Of what is due in parts: what is overdue, and what falls due today or next.
        openParts(invoice).reduce(
          (sum, part, at) => sum + (at === 0 || part.dueOn <= today ? part.minor : 0),
          0,
        ),
        invoice.open.currency,
      );

/** What a page asks for: without what is disputed, so that the rest is paid at once; all of it where that is disputed. */
export const askedOn = (invoice: Invoice, today: LocalDate): Money => {
  const offered = offeredOn(invoice, today);
  const rest = invoice.open.minor - disputedMinor(invoice);
  return rest > 0 ? least(offered, money(rest, offered.currency)) : offered;
};

/** All of it, for who does not want to wait for what is due later. */
export const wholeOf = (invoice: Invoice, today: LocalDate): Money =>
  invoice.instalments ? invoice.open : offeredOn(invoice, today);

/** What is due in parts, by its days; nothing where it is due on one. */
export const stepsOf = (invoices: readonly Invoice[], today: LocalDate): Step[] =>
  joined(invoices.flatMap((invoice) => (invoice.instalments ? openParts(invoice) : []))).map(
    ({ dueOn: day, minor }) => ({
      dueOn: day,
      amount: money(minor, invoices[0]!.open.currency),
      overdueDays: Math.max(0, daysBetween(day, today)),
    }),
  );

/** The least that may be paid of what is due today; undefined where parts are not taken. */
export const leastPart = (due: Money, policy: Entity['partPayments']): Money | undefined => {
  if (!policy) return undefined;
  const { minor } = portion(due, policy.leastPercent * 10_000);
  return minor > 0 && minor < due.minor ? money(minor, due.currency) : undefined;
};

/** What a payer typed, as a browser sends a number; undefined for anything that may not be paid. */
export const partAsked = (text: string, due: Money, least: Money | undefined): Money | undefined => {
  if (!least || !/^\d{1,12}(\.\d{1,3})?$/.test(text)) return undefined;
  const asked = inMinor(exact(text), due.currency);
  const whole = compare(toText(asked), text) === 0;
  return whole && asked.minor >= least.minor && asked.minor <= due.minor ? asked : undefined;
};

/** Money is on its way: paying again would pay twice. */
export const underWay = (attempts: readonly Attempt[]): boolean =>
  attempts.some(
    ({ state, charge }) =>
      state === 'PENDING' || state === 'UNKNOWN' || (state === 'INITIATED' && charge !== undefined),
  );

/**
 * The provider's page is still there for half an hour: a second click, or a way back, leads to the same one. Without an
 * address it is just being opened, or whoever opened it died: opening it again under the same key is opening it once.
 */
export const resumable = (
  attempts: readonly Attempt[],
  wanted: Pick<Attempt, 'amount' | 'parts' | 'claims' | 'keep'>,
  now: Instant,
): Attempt | undefined =>
  attempts.find(
    ({ state, amount, parts, claims, createdAt, charge, keep }) =>
      state === 'INITIATED' &&
      charge === undefined &&
      // The provider's page was opened to keep what pays, or not to.
      (keep === undefined) === (wanted.keep === undefined) &&
      amount.minor === wanted.amount.minor &&
      JSON.stringify([parts, claims]) === JSON.stringify([wanted.parts, wanted.claims]) &&
      Date.parse(now) - Date.parse(createdAt) < 30 * 60_000,
  );
