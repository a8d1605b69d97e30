/** Whoever means an invoice that was corrected means the one in its place: payers keep old numbers and links. */
import type { Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import type { Invoice } from './invoice.ts';
import { invoiceById } from './store.ts';

/** The invoice itself where none took its place; costs a read for each that did. */
export const latest = async (invoice: Invoice, { tenant }: Pick<Deps, 'tenant'>): Promise<Invoice> => {
  const next = invoice.followedBy?.find(({ as }) => as === 'corrected');
  return next ? latest((await read(invoiceById(tenant, next.invoiceId)))!, { tenant }) : invoice;
};
