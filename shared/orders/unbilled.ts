/** A delivery that waits to be invoiced together with others; with whom, and until when, follows from the order's policy. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { Money } from '../kernel/money.ts';
import { BillId, CollectiveId } from './bill.ts';
import { FulfilmentId, OrderId } from './order.ts';

export const Unbilled = z
  .object({
    id: FulfilmentId,
    version: z.int().min(1),
    collective: CollectiveId.meta({ description: 'What is invoiced together has the same.' }),
    entity: EntityId,
    customerId: CustomerId,
    orderId: OrderId,
    sourceOrderId: z.string(),
    deliveredOn: LocalDate,
    closesOn: LocalDate.optional().meta({
      description: 'The last day of its period; absent where somebody says when it is billed.',
    }),
    exposure: Money.meta({ description: 'What its order holds of credit for it until it is invoiced.' }),
    at: Instant,
    /** The invoice that it is on, or the draft that waits for a person under the invoice's id. */
    invoiceId: z.string().optional(),
  })
  .meta({ id: 'UnbilledDelivery' });
export type Unbilled = Readonly<z.infer<typeof Unbilled>>;

export const ToBeBilled = z
  .object({
    deliveries: z.array(FulfilmentId),
    bills: z
      .array(BillId)
      .optional()
      .meta({ description: 'In the place of bills whose invoices were made void.' }),
    exposure: Money,
  })
  .meta({ id: 'ToBeBilled', description: 'Their invoice is being made.' });
export type ToBeBilled = z.infer<typeof ToBeBilled>;

export const DeliveriesDue = event(
  'deliveries.due',
  'Deliveries that waited are to be invoiced together: their period is over, or somebody said so.',
  z.object({
    collective: CollectiveId,
    customerId: CustomerId,
    deliveries: z.array(z.object({ orderId: OrderId, fulfilmentId: FulfilmentId })).min(1),
  }),
);
