/** Issues the invoice that follows another one, under the next number of a series: drawn here, committed by whoever asks. */
import {
  InvoiceIssued,
  InvoicePaid,
  type Invoice,
  type InvoiceView,
  type Snapshot,
} from '../invoices/invoice.ts';
import { earlyOf } from '../invoices/early.ts';
import { hashOf } from '../invoices/link.ts';
import { headOf, overdueDays } from '../invoices/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { partsOver } from '../agreements/rules.ts';
import { money } from '../kernel/money.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { take } from '../numbering/store.ts';
import type { Deps } from '../runtime/context.ts';
import { secret } from '../runtime/secrets.ts';
import type { DebitInvoice } from './correction.ts';
import { dueFrom, followingSnapshot, type Basket, type Renewed } from './following.ts';
import { numbered } from './take-back.ts';

interface Following {
  readonly basket: Basket;
  readonly said: Pick<DebitInvoice, 'reason' | 'text'> & Pick<Snapshot['preceding'] & object, 'as'>;
  /** The day that the terms count from; that of its issue where absent. */
  readonly termsFrom?: LocalDate | undefined;
  readonly poNumber?: string | undefined;
  readonly renewed?: Renewed | undefined;
}

export const issuedAfter = async (
  before: Invoice,
  snapshot: Snapshot,
  id: Invoice['id'],
  deps: Deps,
  series: Parameters<typeof numbered>[1],
  { basket, said, termsFrom, ...changed }: Following,
) => {
  const { tenant } = deps;
  const { entity, name, next, number, issuedOn } = await numbered(before, series, deps);
  const dueOn = termsFrom === undefined ? dueFrom(snapshot, issuedOn) : snapshot.dueOn;
  const { currency, terms } = snapshot;
  const gross = money(basket.totals.grossMinor, currency);
  const instalments = partsOver(terms, termsFrom ?? issuedOn, gross);
  const following = followingSnapshot(snapshot, basket, said, {
    number,
    issuedOn,
    dueOn,
    termsFrom,
    instalments,
    ...changed,
  });
  const early = earlyOf(snapshot.terms, termsFrom ?? issuedOn, { ...basket, currency: snapshot.currency });
  const invoice = headOf(
    { ...following, ...(early && { early }) },
    {
      id,
      fulfilmentId: before.fulfilmentId,
      deliveries: before.deliveries,
      linkHash: hashOf(await secret('linkKey'), tenant, id),
      at: deps.now,
      trace: deps.trace,
      creditId: before.creditId,
      preceding: { invoiceId: before.id, as: said.as },
      firstReminder: entity.reminders[0],
    },
  );
  const fact = { invoiceId: id, customerId: invoice.customerId, number };
  const facts: Fact[] = [
    announce(InvoiceIssued, id, { ...fact, total: invoice.total, dueOn }),
    ...(invoice.state === 'PAID' ? [announce(InvoicePaid, id, fact)] : []),
  ];
  // A deadline that is over is not offered anew; it counts for what was paid in time for the invoice of before.
  const offered = early && early.until >= issuedOn ? { ...following, early } : following;
  return { invoice, snapshot: offered, facts, numbers: take(tenant, { name, next }, issuedOn, [id]) };
};

export const viewOf = ({ link: _, ...head }: Invoice, today: LocalDate): InvoiceView => ({
  ...head,
  overdueDays: overdueDays(head, today),
});
