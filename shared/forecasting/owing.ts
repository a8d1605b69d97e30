/** What is awaited of an invoice, or of a request for a deposit. Pure. */
import type { Customer } from '../customers/customer.ts';
import { heldBy } from '../customers/hold.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { awaited } from '../predicting/awaiting.ts';
import type { KnownOf } from '../predicting/expecting.ts';
import type { Source } from './forecast.ts';
import { sharesOf, type Ends, type Item } from './spreading.ts';

const SOURCE: Readonly<Record<string, Source>> = { charge: 'charges', promise: 'promises', plan: 'plans' };
/** Of who is insolvent nothing is expected, whatever was agreed on. */
export const awaitedOf = (
  invoice: Invoice,
  customer: Pick<Customer, 'dunningHold'>,
  known: KnownOf,
  ends: Ends,
): Item[] => {
  const isInsolvent = [invoice, customer].some(
    ({ dunningHold }) => heldBy(dunningHold, ends.on) === 'insolvent',
  );
  return awaited(invoice, known).map(({ minor, dueOn, basis, distribution }) => ({
    source: SOURCE[basis] ?? (invoice.deposit ? 'deposits' : 'open_items'),
    subject: invoice.id,
    minor,
    dueOn,
    shares: isInsolvent ? ends.days.map(() => 0) : sharesOf(distribution, ends),
  }));
};
