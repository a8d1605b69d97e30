/** The id of an invoice follows from that of the delivery or bill that is on it, the first of several: whoever knows the one can ask for the other. */
import type { Billable } from '../orders/parts.ts';
import { idOfCause } from '../runtime/context.ts';
import type { Invoice } from './invoice.ts';

export const invoiceIdOf = ({
  at,
  id,
  ...part
}: Pick<Billable, 'at' | 'id'> & { readonly voided?: readonly string[] | undefined }): Invoice['id'] =>
  // The how many-th it is, where one was made void: a number is not given twice.
  idOfCause('inv', at, id, ...(part.voided ? [String(part.voided.length)] : []));
