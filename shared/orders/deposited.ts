/** What an order tells of money that came in for it in advance. The deposits themselves are kept downstream; the order names them. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { event } from '../kernel/events.ts';
import { OrderId } from './order.ts';

export const OrderDepositsLeft = event(
  'order.deposits_left',
  'Perhaps no further invoice of an order comes: what deposits for it have left is to be given back then.',
  z.object({ orderId: OrderId, customerId: CustomerId }),
);
