/** What is looked at before an invoice gets its number, and the draft that waits for a person where something speaks against it. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId, Label } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { TraceId } from '../kernel/ids.ts';
import { Money } from '../kernel/money.ts';
import { OrderId } from '../orders/order.ts';
import { InvoiceId, Snapshot } from './invoice.ts';
import { Deliveries, PartId } from './part.ts';

const named = z.array(Label).min(1).max(20);
export const CheckRule = z
  .discriminatedUnion('check', [
    z.strictObject({ check: z.literal('tax_id_missing'), segments: named.optional() }),
    z.strictObject({ check: z.literal('po_required'), segments: named.optional(), tags: named.optional() }),
    z.strictObject({ check: z.literal('zero_total') }),
    z.strictObject({ check: z.literal('duplicate'), withinDays: z.int().min(1).max(400) }),
    z.strictObject({
      check: z.literal('outlier'),
      abovePercent: z
        .int()
        .min(100)
        .max(1_000_000)
        .meta({ description: 'Of the median: 300 is three times as much.' }),
      last: z.int().min(1).max(100).default(12),
      from: z.int().min(1).max(100).default(3),
    }),
  ])
  .meta({
    id: 'InvoiceCheck',
    description:
      'Parks an invoice whose buyer has no VAT identifier and is a business of another member state, or of one of the ' +
      '`segments`; that has no purchase order number (of customers of the `segments` or `tags`, of all where neither is given); ' +
      'whose gross total is zero; that another order of the customer with the same purchase order number or source id was ' +
      'invoiced with the same gross `withinDays`; whose gross is above `abovePercent` of the median of the customer’s `last` ' +
      'invoices in its currency, once there are `from` of them.',
  });
export type CheckRule = z.infer<typeof CheckRule>;

const rules = z.array(CheckRule).max(20);
export const CheckRuleSet = z.strictObject({ rules }).meta({ id: 'InvoiceCheckSet' });
export const CheckRules = z
  .object({
    rules,
    version: z.int().min(0).meta({ description: '0: nobody has set any, and nothing is checked.' }),
    at: Instant.optional(),
    by: z.string().optional(),
  })
  .meta({ id: 'InvoiceChecks' });
export type CheckRules = Readonly<z.infer<typeof CheckRules>>;
export const NO_CHECKS: CheckRules = { version: 0, rules: [] };

/** Why an invoice is not issued by itself. */
export const Failed = z
  .object({
    code: z.string().meta({ example: 'invoices.outlier' }),
    detail: z.string(),
    figures: z
      .record(z.string(), z.union([z.string(), z.int()]))
      .meta({ description: 'What was compared: amounts in minor units, days, numbers of other invoices.' }),
  })
  .meta({ id: 'FailedCheck' });
export type Failed = Readonly<z.infer<typeof Failed>>;

/** A delivery whose invoice waits for a person. It has the id that its invoice will have, and no number. */
export const ParkedInvoice = z
  .object({
    id: InvoiceId,
    version: z.int().min(1),
    state: z.enum(['PARKED', 'ISSUED']),
    entity: EntityId,
    customerId: CustomerId,
    customerName: z.string(),
    orderId: OrderId,
    fulfilmentId: PartId,
    deliveries: Deliveries,
    deliveredOn: LocalDate,
    total: Money,
    checks: z
      .array(Failed)
      .meta({ description: 'Everything that spoke against it, when it was looked at last.' }),
    rules: z.int().meta({ description: 'The version of the rules that it was looked at by.' }),
    parkedAt: Instant,
    checkedAt: Instant,
    issued: z
      .object({
        number: z.string(),
        at: Instant,
        by: z.string(),
        reason: z
          .string()
          .optional()
          .meta({ description: 'Why it was issued in spite of its checks; absent where they passed.' }),
      })
      .optional(),
    trace: TraceId,
  })
  .meta({ id: 'ParkedInvoice' });
export type ParkedInvoice = Readonly<z.infer<typeof ParkedInvoice>>;

const forecast = z.boolean().meta({
  description: 'True: the number is the next of the series, and another invoice may take it first.',
});
export const ParkedWithSnapshot = ParkedInvoice.extend({
  snapshot: Snapshot.meta({ description: 'As it would be issued now, or as it was.' }),
  forecast,
}).meta({ id: 'ParkedInvoiceWithSnapshot' });

/** What a delivery of today would be invoiced with. */
export const InvoicePreview = z
  .object({
    outcome: z.enum(['ISSUED', 'PARKED']),
    forecast,
    total: Money,
    checks: z.array(Failed),
    snapshot: Snapshot,
  })
  .meta({ id: 'InvoicePreview' });
