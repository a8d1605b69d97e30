/** One invoice per delivery: its id follows from the delivery's, so whoever knows the one can ask for the other. */
import type { Fulfilment } from '../orders/order.ts';
import { idOfCause } from '../runtime/context.ts';
import type { Invoice } from './invoice.ts';

export const invoiceIdOf = ({ at, id }: Pick<Fulfilment, 'at' | 'id'>): Invoice['id'] =>
  idOfCause('inv', at, id);
