/** An invoice that a collection agency asks for: until it comes back nobody here does. */
import type { Invoice } from './invoice.ts';

/** Not one that is only prepared: that is asked for as before. */
export const isWithAgency = ({ agency }: Pick<Invoice, 'agency'>): boolean => agency?.state === 'WITH_AGENCY';

/** Whether its payer pays only there, and not at our pages. */
export const isPaidThere = (invoice: Pick<Invoice, 'agency'>): boolean =>
  isWithAgency(invoice) && invoice.agency?.payHere === false;

/** Who is in charge of it, as its payer is told; undefined while we are. */
export const inCharge = (
  invoice: Pick<Invoice, 'agency'>,
): { readonly name: string; readonly contact: string } | undefined =>
  isWithAgency(invoice) ? { name: invoice.agency!.name!, contact: invoice.agency!.contact! } : undefined;
