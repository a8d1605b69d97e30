/** A payer says by which day it will pay. The function file names who knows of it: `promises`, which comes after this slice. */
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Deps } from '../runtime/context.ts';

export interface Promising {
  /** The last day that may be promised; undefined where none may. */
  readonly until: (invoice: Invoice, deps: Deps) => Promise<LocalDate | undefined>;
  /** All that is open of it, by that day; whether it is promised now. */
  readonly make: (invoice: Invoice, payOn: LocalDate, deps: Deps) => Promise<boolean>;
}

/** Back to the page, which says the promise, or that the day could not be taken. */
export const promised = async (
  own: string,
  invoice: Invoice,
  said: string | null,
  promising: Promising,
  deps: Deps,
): Promise<string> => {
  const isDay = said !== null && /^\d{4}-\d{2}-\d{2}$/.test(said);
  return isDay && (await promising.make(invoice, said, deps)) ? own : `${own}?notice=promise`;
};
