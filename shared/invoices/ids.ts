/** The id of an invoice follows from that of the delivery or bill that is on it, the first of several: whoever knows the one can ask for the other. */
import type { Billable } from '../orders/parts.ts';
import { idOfCause } from '../runtime/context.ts';
import type { Invoice } from './invoice.ts';

export const invoiceIdOf = ({ at, id }: Pick<Billable, 'at' | 'id'>): Invoice['id'] =>
  idOfCause('inv', at, id);
