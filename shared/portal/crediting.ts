/** What a payer has with the company, and using it. The function file names who knows of it: `unapplied`, which comes after this slice. */
import type { Invoice } from '../invoices/invoice.ts';
import type { Deps } from '../runtime/context.ts';

export interface Credits {
  /** Minor units that can be used for these invoices of one legal entity and currency. */
  readonly usable: (invoices: readonly Invoice[], deps: Deps) => Promise<number>;
  /** As far as it goes, in their order; whether any was used. */
  readonly use: (invoices: readonly Invoice[], deps: Deps) => Promise<boolean>;
}

/** Back to the page, which says so where something was used; a second click finds nothing left to use, and shows how things stand. */
export const credited = async (
  own: string,
  invoices: readonly Invoice[],
  credits: Credits,
  deps: Deps,
): Promise<string> => ((await credits.use(invoices, deps)) ? `${own}?notice=credited` : own);
