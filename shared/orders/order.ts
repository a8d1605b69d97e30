/** An order: taken once, priced, credit-checked, fulfilled in parts. It never changes its lines after it was placed. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CreditId } from '../credit/credit.ts';
import { CustomerId, ExternalId, SourceName } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Decimal, PositiveDecimal } from '../kernel/decimal.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { LineInput, PricedLine, Totals } from '../pricing/price.ts';

export const OrderId = idOf('ord').meta({ id: 'OrderId' });
export const FulfilmentId = idOf('ful').meta({ id: 'FulfilmentId' });

export const PlaceOrder = z
  .strictObject({
    source: SourceName,
    sourceOrderId: ExternalId.meta({
      description: 'Unique in its source for ever: the same order never comes in twice.',
    }),
    entity: EntityId.optional().meta({
      description: 'The selling legal entity; the tenant’s first where absent.',
    }),
    customer: z.union([
      z.strictObject({ id: CustomerId }),
      z.strictObject({ source: SourceName, externalId: ExternalId }),
    ]),
    currency: Currency,
    poNumber: Text(60).optional(),
    paymentTermsDays: z
      .int()
      .min(0)
      .max(180)
      .optional()
      .meta({ description: 'The customer’s terms where absent.' }),
    lines: z.array(LineInput).min(1).max(300),
  })
  .meta({ id: 'PlaceOrder' });
export type PlaceOrder = z.infer<typeof PlaceOrder>;

export const OrderState = z
  .enum(['CONFIRMED', 'HELD', 'PART_FULFILLED', 'FULFILLED', 'CANCELLED'])
  .meta({ id: 'OrderState' });

export const Fulfilment = z.object({
  id: FulfilmentId,
  deliveredOn: LocalDate,
  lines: z.array(z.object({ line: z.string(), quantity: Decimal })),
  /** The part of the order's credit exposure that this delivery's invoice takes over. */
  exposureMinor: z.int(),
  at: Instant,
});
export type Fulfilment = Readonly<z.infer<typeof Fulfilment>>;

export const Order = z
  .object({
    id: OrderId,
    version: z.int().min(1),
    entity: EntityId,
    source: SourceName,
    sourceOrderId: ExternalId,
    customerId: CustomerId,
    creditId: CreditId.optional(),
    currency: Currency,
    poNumber: z.string().optional(),
    paymentTermsDays: z.int(),
    state: OrderState,
    holds: z
      .array(z.object({ code: z.string(), detail: z.string() }))
      .meta({ description: 'Every reason why the order is held.' }),
    waived: z
      .array(z.object({ code: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'Reasons that would have held it, but for a grace that a release gave.' }),
    lines: z.array(PricedLine.extend({ fulfilled: Decimal })),
    totals: Totals,
    /** Minor units of credit that the order still holds: what is confirmed and not yet handed to a fulfilment. */
    exposureMinor: z.int(),
    fulfilments: z.array(Fulfilment),
    placedAt: Instant,
    trace: TraceId,
  })
  .meta({ id: 'Order' });
export type Order = Readonly<z.infer<typeof Order>>;

export const FulfilOrder = z
  .strictObject({
    lines: z
      .array(
        z.strictObject({
          line: z.string().max(4),
          quantity: PositiveDecimal,
        }),
      )
      .min(1)
      .max(300)
      .optional()
      .meta({ description: 'Everything that is left, where absent.' }),
    deliveredOn: LocalDate.optional().meta({ description: 'Today in the entity’s zone, where absent.' }),
  })
  .meta({ id: 'FulfilOrder' });
export type FulfilOrder = z.infer<typeof FulfilOrder>;

const fact = z.object({ orderId: OrderId, customerId: CustomerId });
export const OrderConfirmed = event(
  'order.confirmed',
  'An order was accepted within its credit limit, or released.',
  fact,
);
export const OrderHeld = event(
  'order.held',
  'An order waits for a person; its reasons are listed.',
  fact.extend({ holds: z.array(z.string()) }),
);
export const OrderCancelled = event(
  'order.cancelled',
  'An order was cancelled before anything was delivered.',
  fact,
);
export const OrderFulfilled = event(
  'order.fulfilled',
  'Goods of an order were delivered, wholly or in part.',
  fact.extend({ fulfilmentId: FulfilmentId }),
);
