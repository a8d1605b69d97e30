/** An order: taken once, priced, credit-checked, amended while it may be, fulfilled in parts, returned in parts. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { AgreementId, basket, FrozenTerms, QuoteId } from '../agreements/agreement.ts';
import { CreditId } from '../credit/credit.ts';
import { CustomerId, ExternalId, SourceName } from '../customers/customer.ts';
import { BillingPolicy } from '../kernel/billing.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Decimal, PositiveDecimal, UnsignedDecimal } from '../kernel/decimal.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { Discount, DocumentAllowance, LineInput, PricedLine, Stacking, Totals } from '../pricing/price.ts';
import { Bill, BillId, BillingPlan, VoidedBill } from './bill.ts';

export const OrderId = idOf('ord').meta({ id: 'OrderId' });
export const FulfilmentId = idOf('ful').meta({ id: 'FulfilmentId' });
export const ReturnId = idOf('ret').meta({ id: 'ReturnId' });
export const ReservationId = idOf('rsv');

export const PlaceOrder = z
  .strictObject({
    source: SourceName,
    sourceOrderId: ExternalId.meta({
      description: 'Unique in its source for ever: the same order never comes in twice.',
    }),
    ...basket,
    quote: QuoteId.optional().meta({
      description:
        'A kept quote: its lines, prices, discounts and terms are the order’s, which then names none.',
    }),
    lines: z.array(LineInput).min(1).max(300).optional().meta({ description: 'Required without a quote.' }),
    billing: BillingPolicy.optional().meta({
      description: 'For this order alone; the customer’s policy, else the entity’s, where absent.',
    }),
    plan: BillingPlan.optional().meta({
      description: 'Required where the order is billed by milestones or by a schedule.',
    }),
  })
  .meta({ id: 'PlaceOrder' });
export type PlaceOrder = z.infer<typeof PlaceOrder>;

export const OrderState = z
  .enum(['CONFIRMED', 'HELD', 'PART_FULFILLED', 'FULFILLED', 'CANCELLED', 'RESERVING'])
  .meta({ id: 'OrderState', description: 'RESERVING: its credit is taken, and the stock system is asked.' });

export const Fulfilment = z.object({
  id: FulfilmentId,
  deliveredOn: LocalDate,
  lines: z.array(z.object({ line: z.string(), quantity: Decimal })),
  /** The part of the order's credit exposure that this delivery's invoice takes over. */
  exposureMinor: z.int(),
  /**
   * The parts of allowances that go with it; absent where there are none. Those of a line in its sequence, because its discounts
   * stand since its delivery; those of the document as they were taken, because an amendment moves them.
   */
  allowed: z
    .object({ lines: z.record(z.string(), z.array(z.int())), document: z.array(DocumentAllowance) })
    .optional(),
  /** More came than was ordered, and this percentage let it. */
  tolerance: z.string().optional(),
  /** Nothing more will come. */
  final: z.boolean().optional(),
  /** Its invoices that were made void: it waits to be invoiced anew, or was. */
  voided: z.array(z.string()).optional(),
  at: Instant,
});
export type Fulfilment = Readonly<z.infer<typeof Fulfilment>>;

const quantities = z.array(z.object({ line: z.string(), quantity: z.string() }));
export const Return = z.object({ id: ReturnId, lines: quantities, reason: z.string(), at: Instant });
export type Return = Readonly<z.infer<typeof Return>>;

/** What was asked of the stock system: reserved until then, or back-ordered; which of them, each line says. */
export const Stock = z.object({
  reservation: ReservationId,
  state: z.enum(['ASKED', 'RESERVED', 'RELEASED']),
  until: Instant,
});
export type Stock = Readonly<z.infer<typeof Stock>>;

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
    lines: z.array(
      PricedLine.extend({
        fulfilled: Decimal,
        returned: Decimal.optional(),
        backordered: Decimal.optional().meta({ description: 'Ordered, and neither delivered nor reserved.' }),
      }),
    ),
    totals: Totals,
    discounts: z.array(Discount).optional(),
    stacking: Stacking.optional(),
    terms: FrozenTerms.optional(),
    contract: AgreementId.optional(),
    quote: QuoteId.optional(),
    amendments: z
      .array(z.object({ at: Instant, reason: z.string(), removed: z.array(z.string()), deltaMinor: z.int() }))
      .optional(),
    returns: z.array(Return).optional(),
    billing: BillingPolicy.optional().meta({
      description: 'As it was when the order was placed; absent where each delivery is invoiced by itself.',
    }),
    plan: BillingPlan.optional(),
    bills: z.array(Bill).optional(),
    voidedBills: z.array(VoidedBill).optional(),
    forgone: z
      .array(Return)
      .optional()
      .meta({ description: 'What was billed and will not come: it is credited.' }),
    stock: Stock.optional(),
    deposits: z.array(z.string()).optional().meta({ description: 'Their ids, where any was asked for.' }),
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
    final: z.boolean().optional().meta({ description: 'Nothing more will come: what is left is given up.' }),
  })
  .meta({ id: 'FulfilOrder' });
export type FulfilOrder = z.infer<typeof FulfilOrder>;

/** A line that is replaced keeps what is not said; `unitPrice` and `quantity` of it may be said anew. */
export const AmendOrder = z
  .strictObject({
    reason: Text(300, 3),
    changes: z
      .array(
        z.discriminatedUnion('change', [
          z.strictObject({ change: z.literal('add'), line: LineInput }),
          z.strictObject({
            change: z.literal('replace'),
            line: z.string().max(4),
            quantity: PositiveDecimal.optional(),
            unitPrice: UnsignedDecimal.optional(),
            description: Text(200).optional(),
            discounts: z.array(Discount).max(10).optional(),
          }),
          z.strictObject({ change: z.literal('remove'), line: z.string().max(4) }),
        ]),
      )
      .min(1)
      .max(300),
  })
  .meta({ id: 'AmendOrder' });
export type AmendOrder = z.infer<typeof AmendOrder>;

export const ReturnGoods = z
  .strictObject({
    reason: Text(300, 3),
    lines: z
      .array(z.strictObject({ line: z.string().max(4), quantity: PositiveDecimal }))
      .min(1)
      .max(300),
  })
  .meta({ id: 'ReturnGoods' });
export type ReturnGoods = z.infer<typeof ReturnGoods>;

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
export const OrderCancelled = event('order.cancelled', 'An order was cancelled before any delivery.', fact);
export const OrderFulfilled = event(
  'order.fulfilled',
  'Goods of an order were delivered, wholly or in part.',
  fact.extend({ fulfilmentId: FulfilmentId }),
);
export const OrderAmended = event(
  'order.amended',
  'Lines of an order were changed, added or removed before they were invoiced.',
  fact.extend({ deltaMinor: z.int(), state: OrderState }),
);
export const OrderReturned = event(
  'order.returned',
  'Delivered goods came back and were accepted: a credit is due.',
  fact.extend({ returnId: ReturnId }),
);
export const OrderBackordered = event(
  'order.backordered',
  'The stock system could not reserve all of an order, or no longer keeps it.',
  fact.extend({ lines: quantities }),
);
export const StockAsked = event(
  'stock.asked',
  'The stock system is to reserve, confirm or release what an order says.',
  fact.extend({
    reservation: ReservationId,
    ask: z.enum(['reserve', 'confirm', 'release']),
    fulfilmentId: FulfilmentId.optional(),
  }),
);
export const OrderBilled = event(
  'order.billed',
  'A part of an order is to be invoiced: all of it in advance, a milestone that was reached, or a day of its schedule.',
  fact.extend({ billId: BillId, part: z.string().optional() }),
);
export const OrderForgone = event(
  'order.forgone',
  'What was billed of an order will not be delivered: a credit is due.',
  fact.extend({ forgoneId: ReturnId }),
);
