/** What other discounts for paying early would have cost, and when money would have come. */
import type { Customer } from '../customers/customer.ts';
import { discountOn, earlyOf, ofRest } from '../invoices/early.ts';
import type { Early, Invoice, Snapshot } from '../invoices/invoice.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import { isMoney } from './history.ts';
import type { TrialOf } from './simulation.ts';

/** Money as it comes in under an offer. */
export interface Cash {
  readonly on: LocalDate;
  readonly amount: Money;
}
export interface Settled {
  readonly cash: readonly Cash[];
  readonly discount?: Money | undefined;
  /** The day of its last money, where all of it is settled. */
  readonly paidOn?: LocalDate | undefined;
}

/** As it was. */
export const settledAs = (invoice: Invoice): Settled => {
  const money = invoice.settlements.filter(isMoney);
  const [taken] = money.flatMap(({ discount }) => discount ?? []);
  return {
    cash: money.map(({ paidOn: on, amount }) => ({ on, amount })),
    discount: taken,
    ...(invoice.open.minor === 0 &&
      money.length > 0 && {
        paidOn: money
          .map(({ paidOn }) => paidOn)
          .toSorted()
          .at(-1),
      }),
  };
};

/** What an invoice would have offered; `kept`: whose customer the trial is not for. */
export const offerOf = (
  { offer, segment }: Pick<TrialOf<'discount'>, 'offer' | 'segment'>,
  { snapshot, customer, kept }: { snapshot: Snapshot; customer: Customer; kept: Early | undefined },
): Early | undefined => {
  if (segment !== undefined && customer.segment !== segment) return kept;
  const { termsFrom, issuedOn, totals, prepaidMinor } = snapshot;
  const early = earlyOf({ earlyPayment: offer }, termsFrom ?? issuedOn, snapshot);
  return ofRest(early, totals.grossMinor, prepaidMinor);
};

/**
 * Under another offer: who paid all of it with the first money takes what is offered for that day; who paid some days too late pays on
 * the last day instead. Who had a discount that is not offered pays all of it.
 */
export const settledUnder = (invoice: Invoice, early: Early | undefined, forwardDays: number): Settled => {
  const was = settledAs(invoice);
  const at = invoice.settlements.findIndex(isMoney);
  const first = invoice.settlements[at];
  if (!first || was.cash.length > 1 || invoice.open.minor > 0) return was;
  const before = invoice.settlements.slice(0, at);
  const rest = first.amount.minor + (first.discount?.minor ?? 0);
  const head = { early, total: invoice.total, open: { ...invoice.total, minor: rest }, settlements: before };
  const late = early && first.paidOn > early.acceptedUntil;
  const on = late && first.paidOn <= addDays(early.until, forwardDays) ? early.until : first.paidOn;
  const discount = discountOn(head, on);
  const amount = { ...head.open, minor: rest - (discount?.minor ?? 0) };
  return { cash: [{ on, amount }], discount, paidOn: on };
};
