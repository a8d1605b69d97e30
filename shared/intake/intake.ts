/** What shops and EDI partners send us in their own words: where it may come from, how it is read, and what became of each. */
import * as z from 'zod';
import { CustomerId, ExternalId, SourceName } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { PositiveDecimal } from '../kernel/decimal.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Text } from '../kernel/party.ts';
import { SealedSecret } from '../kernel/webhook.ts';
import { OrderId, PlaceOrder } from '../orders/order.ts';

export const MessageId = idOf('inb').meta({ id: 'MessageId' });

/** Mappings that come with the product. */
export const PresetName = z.enum(['shopify', 'woocommerce', 'edi']).meta({ id: 'PresetName' });
export const Preset = z
  .object({ name: PresetName, description: z.string(), mapping: z.string(), sample: z.unknown() })
  .meta({ id: 'Preset' });

/** Base64 of 24 to 64 bytes, as Standard Webhooks asks. */
export const SharedSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and base64 of 24 to 64 bytes')
  .meta({ description: 'Where the sender made the secret; else one is made here.' });

const settings = {
  fulfilOn: z.enum(['shipped', 'delivered']).default('shipped').meta({
    description: 'What counts as the delivery that is invoiced; the other is noted only.',
  }),
  enabled: z.boolean().default(true),
};
export const PutSource = z
  .strictObject({
    preset: PresetName.optional(),
    mapping: z.string().min(1).max(20_000).optional().meta({
      description:
        'A JSONata expression over the payload that gives { customer?, order?, status? }, or nothing.',
    }),
    sample: z.record(z.string(), z.unknown()).optional().meta({
      description: 'A payload of the source: the mapping is tried on it before it is taken.',
    }),
    secret: SharedSecret.optional(),
    ...settings,
  })
  .refine(
    ({ preset, mapping, sample }) =>
      (mapping === undefined) !== (preset === undefined) && (mapping === undefined || sample !== undefined),
    {
      error: 'give either a preset, or a mapping with a sample',
      path: ['mapping'],
    },
  )
  .meta({
    id: 'PutSource',
    oneOf: [
      { required: ['preset'], properties: { mapping: { not: {} } } },
      { required: ['mapping', 'sample'], properties: { preset: { not: {} } } },
    ],
  });
export type PutSource = z.infer<typeof PutSource>;

const source = {
  source: SourceName,
  version: z.int().min(1),
  preset: PresetName.optional(),
  mapping: z.string(),
  ...settings,
  createdAt: Instant,
  updatedAt: Instant,
};
export const Source = z.object({ ...source, secrets: z.array(SealedSecret).min(1).max(2) });
export type Source = Readonly<z.infer<typeof Source>>;

/** What the partner says of an order's way: of a shop's own order, by the shop's own ids. */
export const MappedStatus = z
  .strictObject({
    sourceOrderId: ExternalId,
    state: z.enum(['shipped', 'delivered', 'returned', 'cancelled', 'billable']),
    reference: ExternalId.meta({
      description: 'The partner’s id of the shipment or return: what came for it once is not done again.',
    }),
    on: LocalDate.optional(),
    lines: z
      .array(
        z.strictObject({
          line: z.string().max(4).optional(),
          sku: Text(60).optional(),
          quantity: PositiveDecimal,
        }),
      )
      .min(1)
      .max(300)
      .optional()
      .meta({ description: 'By our line’s number or by SKU; everything that is left, where absent.' }),
    reason: Text(300, 3).optional(),
  })
  .meta({ id: 'MappedStatus' });
export type MappedStatus = z.infer<typeof MappedStatus>;

export interface MappedCustomer {
  readonly externalId: string;
  /** The fields that the partner knows; what it does not say of a known customer stays as it is. */
  readonly profile: Readonly<Record<string, unknown>>;
}
export interface Mapped {
  readonly customer?: MappedCustomer;
  readonly order?: PlaceOrder;
  readonly status?: MappedStatus;
}

const view = {
  ...source,
  path: z.string().meta({ description: 'Where the partner sends to.', example: '/hooks/orders/acme.shop' }),
  previousSecretUntil: Instant.optional(),
};
export const SourceView = z.object(view).meta({ id: 'Source' });
const shownOnce = z.string().optional().meta({
  description: 'A secret that was made here: shown in this one answer and never again.',
});
export const SourceSaved = z
  .object({
    ...view,
    secret: shownOnce,
    dryRun: z.unknown().meta({ description: 'What the sample becomes.' }),
  })
  .meta({ id: 'SourceSaved' });
export const SourceWithSecret = z.object({ ...view, secret: shownOnce }).meta({ id: 'SourceWithSecret' });

export const MessageState = z.enum(['KEPT', 'MAPPED', 'WAITING', 'DONE', 'REFUSED']).meta({
  id: 'MessageState',
  description: 'WAITING: it speaks of an order that has not come in yet.',
});
/** One message in the inbox; its own text is kept beside it for ninety days. */
export const Message = z
  .object({
    id: MessageId,
    version: z.int().min(1),
    source: SourceName,
    webhookId: z.string(),
    state: MessageState,
    bytes: z.int(),
    receivedAt: Instant,
    at: Instant.meta({ description: 'Since when it is in its state.' }),
    replays: z.int().min(0),
    mapped: z.unknown().optional().meta({ description: 'What the mapping made of it.' }),
    code: z.string().optional(),
    detail: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    customerId: CustomerId.optional(),
    orderId: OrderId.optional(),
    awaits: z
      .string()
      .optional()
      .meta({ description: 'The order that it waits for, by the source’s own id.' }),
    trace: TraceId,
  })
  .meta({ id: 'InboxMessage' });
export type Message = Readonly<z.infer<typeof Message>>;
export const MessageWithPayload = Message.extend({
  payload: z.string().optional().meta({ description: 'As it came.' }),
}).meta({ id: 'InboxMessageWithPayload' });

export const IntakeKept = event(
  'intake.kept',
  'Between our workers: a partner’s message was verified and kept.',
  z.object({ messageId: MessageId }),
);
const came = z.object({
  messageId: MessageId,
  source: SourceName,
  orderId: OrderId.optional(),
  customerId: CustomerId.optional(),
});
export const IntakeDone = event('intake.done', 'What a partner sent is in the books.', came);
export const IntakeRefused = event(
  'intake.refused',
  'What a partner sent could not be worked on: the inbox says why.',
  came.extend({ code: z.string() }),
);
