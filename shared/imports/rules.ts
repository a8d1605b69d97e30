/** What a supplied invoice must be for our books, and what it becomes there. */
import { seriesOf, type Entity, type Tenant } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { buyerOf, sellerOf } from '../invoices/parties.ts';
import { payable } from '../invoices/rules.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { exact, rounded } from '../kernel/decimal.ts';
import { MAX_MINOR } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { creditorReference } from '../kernel/reference.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { numberInReference, plainNumber } from '../numbering/series.ts';
import type { PricedLine, Totals } from '../pricing/price.ts';
import type { Bad, ControlTotal } from './import.ts';

/** An invoice of another system, whatever file said it. */
export interface Supplied {
  readonly number: string;
  readonly customer: { readonly externalId?: string | undefined; readonly vatId?: string | undefined };
  /** Who issued it, where the file says so. */
  readonly seller?: { readonly vatId: string | undefined; readonly name: string | undefined };
  readonly dates: {
    readonly issuedOn: LocalDate;
    readonly dueOn: LocalDate;
    readonly deliveredOn: LocalDate;
  };
  readonly currency: string;
  readonly reminded: number;
  readonly order?: string;
  readonly purchaseOrder?: string;
  readonly lines: readonly PricedLine[];
  readonly totals: Totals;
  /** What was paid of it before it came here. */
  readonly paidMinor: number;
}
export interface Wrong {
  readonly wrong: readonly Omit<Bad, 'line'>[];
}
export const wrong = (field: string, reason: string): Wrong => ({ wrong: [{ field, reason }] });

export const ppmOf = (percent: string): number => {
  const { units, scale } = exact(percent);
  return Number(rounded(units * 10_000n, 10n ** BigInt(scale)));
};

/** Beyond ten years nobody is asked for money, and a date is a mistake. */
const OLDEST_DAYS = 3650;

/** What speaks against it, beside its file: whose it is, its number, its days. */
export const objections = (
  { number, seller, dates, totals, paidMinor }: Supplied,
  { entity, tenant, today }: { entity: Entity; tenant: Tenant; today: LocalDate },
): Wrong | undefined => {
  const found: Omit<Bad, 'line'>[] = [];
  const say = (field: string, reason: string) => void found.push({ field, reason });
  const plain = plainNumber(number);
  if (plain.length === 0 || plain.length > 21 || !Text(40).safeParse(number).success)
    say(
      'number',
      'must have 1 to 21 letters and digits on one line, so that a payer’s reference can be made of it',
    );
  const own = numberInReference(plain)?.split('-')[0];
  const series = tenant.entities.flatMap(seriesOf);
  if (own !== undefined && series.includes(own))
    say('number', `has the form of our series ${own}, which gives it itself`);
  if (seller && seller.vatId !== entity.vatId)
    say('BT-31', `is of ${seller.vatId ?? seller.name ?? 'nobody'}, and not an invoice of ${entity.name}`);
  const { issuedOn, dueOn, deliveredOn } = dates;
  if (issuedOn > today) say('issuedOn', 'is in the future');
  if (daysBetween(issuedOn, today) > OLDEST_DAYS) say('issuedOn', 'is more than ten years ago');
  if (dueOn < issuedOn) say('dueOn', 'is before the day of the invoice');
  if (daysBetween(issuedOn, dueOn) > OLDEST_DAYS || daysBetween(deliveredOn, issuedOn) > OLDEST_DAYS)
    say('dueOn', 'is ten years away from the day of the invoice');
  if (totals.grossMinor > MAX_MINOR || paidMinor > MAX_MINOR) say('total', 'is more than we count');
  return found.length > 0 ? { wrong: found } : undefined;
};

/** Frozen as it came: our documents of it (a credit note, a reminder) are made from this. */
export const snapshotOf = (
  { number, dates, currency, order, purchaseOrder, lines, totals, paidMinor }: Supplied,
  entity: Entity,
  customer: Customer,
): Snapshot => ({
  number,
  ...dates,
  currency,
  language: customer.language,
  seller: sellerOf(entity),
  buyer: buyerOf(customer),
  ...(order !== undefined && { sourceOrderId: order }),
  ...(purchaseOrder !== undefined && { poNumber: purchaseOrder }),
  paymentTermsDays: daysBetween(dates.issuedOn, dates.dueOn),
  ...(paidMinor > 0 && { prepaidMinor: paidMinor }),
  reference: creditorReference(number),
  lines: [...lines],
  totals,
});

/** The head of a fresh one, as one of another system: what it asks for is what was open, at the level of reminders that it had. */
export const opened = (
  fresh: Invoice,
  snapshot: Snapshot,
  reminded: number,
  reminders: Entity['reminders'],
): Invoice => {
  const { remindOn: _, ...head } = fresh;
  const next = reminders[reminded];
  const open = payable(snapshot);
  return {
    ...head,
    total: open,
    open,
    reminded,
    ...(next !== undefined && { remindOn: addDays(fresh.dueOn, next) }),
  };
};

/** Dr receivables · Cr opening balances, on the day that it comes in: revenue and tax were booked where it was issued. */
export const openingEntry = (
  { id, customerId, dueOn, number, total, entity }: Invoice,
  issuedOn: LocalDate,
  on: LocalDate,
): Entry | undefined =>
  entry({
    entity,
    on,
    currency: total.currency,
    kind: 'opening',
    source: number,
    memo: `Invoice ${number}, issued before`,
    documentOn: issuedOn,
    lines: [
      { account: 'receivables', minor: total.minor, customerId, invoiceId: id, dueOn },
      { account: 'opening', minor: 0 - total.minor, customerId },
    ],
  });

export const added = (totals: readonly ControlTotal[], snapshots: readonly Snapshot[]): ControlTotal[] => {
  const sums = new Map(totals.map((one) => [one.currency, one]));
  for (const snapshot of snapshots) {
    const { currency } = snapshot;
    const before = sums.get(currency) ?? { currency, invoices: 0, totalMinor: 0, openMinor: 0 };
    sums.set(currency, {
      currency,
      invoices: before.invoices + 1,
      totalMinor: before.totalMinor + snapshot.totals.grossMinor,
      openMinor: before.openMinor + payable(snapshot).minor,
    });
  }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
};
