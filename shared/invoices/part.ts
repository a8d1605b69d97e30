/** What an invoice is of: a delivery, several of them, or a bill of an order. */
import * as z from 'zod';
import { LocalDate } from '../kernel/dates.ts';
import { BillId } from '../orders/bill.ts';
import { FulfilmentId, OrderId } from '../orders/order.ts';

export const PartId = z.union([FulfilmentId, BillId]).meta({
  description: 'The delivery that it is of, or the bill of an order that is not billed by deliveries.',
});
/** Named where an invoice has more than one. */
export const Deliveries = z
  .array(z.object({ orderId: OrderId, fulfilmentId: FulfilmentId }))
  .optional()
  .meta({ description: 'All deliveries that it is of, where they are several.' });

/** The same as documents say it. */
export const SuppliedBy = z
  .array(
    z.object({
      orderId: OrderId,
      fulfilmentId: FulfilmentId,
      sourceOrderId: z.string(),
      poNumber: z.string().optional(),
      deliveredOn: LocalDate,
    }),
  )
  .optional()
  .meta({
    description: 'Of an invoice of several deliveries: which they are, in the sequence of its lines.',
  });
