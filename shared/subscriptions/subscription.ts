/** A subscription: who gets what from which day on, at which rhythm it is billed, and what was billed of each period. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { AgreementId } from '../agreements/agreement.ts';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate, Zone } from '../kernel/dates.ts';
import { Decimal, PositiveDecimal } from '../kernel/decimal.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { OrderId } from '../orders/order.ts';
import { PricedLine, Totals } from '../pricing/price.ts';
import { Billing, Interval } from './plan.ts';

export const SubscriptionId = idOf('sub').meta({ id: 'SubscriptionId' });

/** Half-open: the first day, and the first day after it. */
export const Span = z.object({ from: LocalDate, to: LocalDate });
export type Span = Readonly<z.infer<typeof Span>>;

/** What is had from a day on, until the next term. */
export const Term = z.object({
  from: LocalDate,
  plan: AgreementId,
  planVersion: z.int(),
  quantity: Decimal,
  announced: z
    .object({
      instead: z.int().meta({ description: 'The version that it takes the place of.' }),
      rise: z.boolean().meta({
        description: 'Something of it may cost more: it may be ended before, whatever its minimum term.',
      }),
      mailId: z.string().meta({ description: 'The mail that tells the customer of it.' }),
      change: z.int().optional().meta({ description: 'The change of all subscribers that it is of.' }),
    })
    .optional()
    .meta({ description: 'A price with notice.' }),
});
export type Term = Readonly<z.infer<typeof Term>>;
/** How periods follow each other from a day on; `anchor` is a day on which one begins. */
export const Rhythm = z.object({
  from: LocalDate,
  anchor: LocalDate,
  interval: Interval,
  billing: Billing,
});
export type Rhythm = Readonly<z.infer<typeof Rhythm>>;
export const Pause = z.object({ from: LocalDate, to: LocalDate.optional() });
export type Pause = Readonly<z.infer<typeof Pause>>;

export const Metadata = z
  .record(z.string().regex(/^[\w.-]{1,40}$/), Text(200))
  .refine((all) => Object.keys(all).length <= 20, 'at most 20 entries')
  .meta({ description: 'The caller’s own; nothing is made of it.' });

export const Subscription = z
  .object({
    id: SubscriptionId,
    version: z.int().min(1),
    entity: EntityId,
    customerId: CustomerId,
    currency: Currency,
    zone: Zone.meta({ description: 'Whose calendar days its days are; the customer’s when it began.' }),
    start: LocalDate,
    billedFrom: LocalDate.meta({ description: 'The first day that is paid for: after the trial.' }),
    minimumUntil: LocalDate.optional(),
    terms: z.array(Term).min(1),
    rhythms: z.array(Rhythm).min(1),
    pauses: z.array(Pause),
    end: LocalDate.optional().meta({ description: 'The first day that it is not had any more.' }),
    noticeAt: Instant.optional().meta({
      description: 'When its customer gave notice by itself; absent where the company ended it.',
    }),
    /** The first day of the period that is open; absent before the first. */
    period: LocalDate.optional(),
    /** Where periods and bills are looked at next; absent once everything is billed. */
    dueOn: LocalDate.optional(),
    held: z.array(OrderId).meta({ description: 'Its orders that wait for a person.' }),
    parked: z.object({ code: z.string(), detail: z.string(), at: Instant }).optional().meta({
      description: 'Why billing stopped; nothing is billed until somebody looked.',
    }),
    poNumber: z.string().optional(),
    paymentTerms: AgreementId.optional(),
    metadata: Metadata.optional(),
    createdAt: Instant,
    trace: TraceId,
  })
  .meta({ id: 'SubscriptionKept' });
export type Subscription = Readonly<z.infer<typeof Subscription>>;

export const SubscriptionView = Subscription.extend({
  state: z.enum(['PENDING', 'TRIAL', 'ACTIVE', 'PAUSED', 'ENDED']),
  plan: AgreementId,
  planVersion: z.int(),
  quantity: Decimal,
}).meta({ id: 'Subscription' });
export type SubscriptionView = z.infer<typeof SubscriptionView>;

/** What was billed of a period and not credited: days of a term, the line that it stands on, and its net. */
export const Row = z.object({
  ...Span.shape,
  plan: AgreementId,
  planVersion: z.int(),
  quantity: Decimal,
  /** The whole period that its price is for. */
  full: Span,
  minor: z.int(),
  orderId: OrderId.optional().meta({ description: 'Absent where it was free.' }),
  line: z.string().optional(),
  waived: z.boolean().optional().meta({ description: 'Its order was held and then cancelled.' }),
});
export type Row = Readonly<z.infer<typeof Row>>;
/** Days that were billed on a line and given up. */
export const GivenUp = z.object({ ...Span.shape, orderId: OrderId, line: z.string(), minor: z.int() });
export type GivenUp = Readonly<z.infer<typeof GivenUp>>;
export const Period = z
  .object({
    subscription: SubscriptionId,
    version: z.int().min(1),
    ...Span.shape,
    full: Span.meta({ description: 'The whole period that this one is a part of, by its rhythm.' }),
    billing: Billing,
    state: z.enum(['OPEN', 'CLOSED']),
    rows: z.array(Row),
    credited: z.array(GivenUp),
    orders: z.array(z.object({ id: OrderId, sourceOrderId: z.string() })),
    at: Instant.meta({ description: 'When it was billed or credited last.' }),
  })
  .meta({ id: 'SubscriptionPeriod' });
export type Period = Readonly<z.infer<typeof Period>>;
/** As rules make it: when, is told by whoever keeps it. */
export type Billed = Omit<Period, 'at'>;

/** What was used and is not billed yet: by day, then by meter. */
export const OpenUsage = z.object({
  version: z.int().min(0),
  days: z.record(z.string(), z.record(z.string(), Decimal)),
});
export type OpenUsage = Readonly<z.infer<typeof OpenUsage>>;
export const UsageRecord = z
  .strictObject({
    id: z
      .string()
      .regex(/^[\w.:-]{1,64}$/)
      .meta({ description: 'The caller’s own: a record comes in once, for ever.' }),
    meter: AgreementId,
    quantity: PositiveDecimal,
    at: Instant,
  })
  .meta({ id: 'UsageRecord' });
export type UsageRecord = Readonly<z.infer<typeof UsageRecord>>;

/** What would be, or will be, billed. */
export const PreviewedBill = z
  .object({
    on: LocalDate,
    lines: z.array(PricedLine),
    totals: Totals.optional(),
    credits: z.array(
      z.object({
        orderId: OrderId,
        line: z.string(),
        netMinor: z.int(),
        from: LocalDate,
        until: LocalDate,
      }),
    ),
  })
  .meta({ id: 'PreviewedBill', description: 'Without totals where there is nothing to be invoiced.' });
export type PreviewedBill = Readonly<z.infer<typeof PreviewedBill>>;

const fact = z.object({ subscriptionId: SubscriptionId, customerId: CustomerId });
export const SubscriptionStarted = event(
  'subscription.started',
  'A customer subscribed to a plan.',
  fact.extend({ plan: AgreementId, start: LocalDate }),
);
export const SubscriptionChanged = event(
  'subscription.changed',
  'A subscription was changed, paused, resumed, or its end was agreed on.',
  fact.extend({ change: z.enum(['terms', 'pause', 'resume', 'cancel', 'keep_price']), from: LocalDate }),
);
export const SubscriptionPriceAnnounced = event(
  'subscription.price_announced',
  'A subscription will have another price from a day on.',
  fact.extend({ plan: AgreementId, planVersion: z.int(), from: LocalDate }),
);
export const PriceChangeGoesOn = event(
  'plan.price_change_goes_on',
  'A price is announced to all subscribers of a plan, or taken back: the next of them follow.',
  z.object({ plan: AgreementId, number: z.int(), part: z.int() }),
);
export const SubscriptionDue = event(
  'subscription.due',
  'A subscription has something to be billed or credited now.',
  fact.omit({ customerId: true }),
);
export const SubscriptionBilled = event(
  'subscription.billed',
  'A period of a subscription, or a change within it, was ordered.',
  fact.extend({ orderId: OrderId, sourceOrderId: z.string() }),
);
export const SubscriptionCreditDue = event(
  'subscription.credit_due',
  'Days that were billed are not had: a credit is due.',
  fact.extend({
    orderId: OrderId,
    lines: z.array(
      z.object({
        line: z.string(),
        netMinor: z.int(),
        from: LocalDate,
        until: LocalDate.meta({ description: 'The last of the days that are credited.' }),
      }),
    ),
  }),
);
export const SubscriptionParked = event(
  'subscription.parked',
  'A subscription is not billed until somebody looked.',
  fact.extend({ code: z.string() }),
);
export const SubscriptionEnded = event('subscription.ended', 'A subscription is over and billed.', fact);

/** All that partners hear of a subscription. */
export const SUBSCRIPTION_EVENTS = [
  SubscriptionStarted,
  SubscriptionChanged,
  SubscriptionPriceAnnounced,
  SubscriptionBilled,
  SubscriptionParked,
  SubscriptionEnded,
];
