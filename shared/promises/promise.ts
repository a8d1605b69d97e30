/** A promise to pay: so much of some invoices, by a day, as their payer told it; and which promises a company takes. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency, Money, PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

export const PromiseId = idOf('prm').meta({ id: 'PromiseId' });

/** What a commit can hold, with what it supersedes. */
export const MOST_INVOICES = 20;

const PromiseChannel = z
  .enum(['phone', 'mail', 'portal', 'letter'])
  .meta({ id: 'PromiseChannel', description: 'How the payer told it; portal: on the page of an invoice.' });

export const MakePromise = z
  .strictObject({
    invoices: z.array(InvoiceId).min(1).max(MOST_INVOICES).meta({
      description:
        'Of one legal entity and one currency. An open promise that is for one of them is superseded as a whole.',
    }),
    amount: PositiveMoney.optional().meta({
      description: 'The oldest due invoice is promised first. Absent: all that may be promised of them.',
    }),
    payOn: LocalDate.meta({ description: 'By this day the money is sent, in the entity’s zone.' }),
    channel: PromiseChannel,
    contact: Text(100).optional().meta({ description: 'Who gave it.' }),
    note: Text(300, 3).optional(),
  })
  .meta({ id: 'MakePromise' });
export type MakePromise = Readonly<z.infer<typeof MakePromise>>;

export const PromiseState = z
  .enum(['OPEN', 'KEPT', 'PARTLY_KEPT', 'BROKEN', 'CANCELLED', 'SUPERSEDED'])
  .meta({
    id: 'PromiseState',
    description:
      'OPEN: nobody is reminded of it. KEPT: the money is here; OPEN again where it goes back while the day is not over. PARTLY_KEPT, BROKEN: some of it, ' +
      'or none, was here when the day and its days of grace were over. CANCELLED: by a person, or there was nothing left to be promised. SUPERSEDED: by another.',
  });
export type PromiseState = z.infer<typeof PromiseState>;

export const PaymentPromise = z
  .object({
    id: PromiseId,
    version: z.int().min(1),
    state: PromiseState,
    entity: EntityId,
    customerId: CustomerId,
    total: Money.meta({ description: 'What was promised.' }),
    payOn: LocalDate,
    until: LocalDate.meta({ description: 'The day with its days of grace: it is judged on the next.' }),
    items: z.array(
      z.object({
        invoiceId: InvoiceId,
        number: z.string(),
        minor: z.int().min(1).meta({ description: 'What of it is promised.' }),
      }),
    ),
    tolerancePercent: z.int().min(0),
    channel: PromiseChannel,
    contact: z.string().optional(),
    note: z.string().optional(),
    on: LocalDate.meta({ description: 'The day on which it was made, in the entity’s zone.' }),
    paidMinor: z.int().min(0).meta({
      description: 'Money that settled its invoices since, as of its last change.',
    }),
    endedOn: LocalDate.optional().meta({
      description:
        'Since this day nothing changes it; absent while it is OPEN, or KEPT before its day is over.',
    }),
    cancelled: z.enum(['person', 'plan', 'settled']).optional().meta({
      description:
        'plan: a payment plan took its place. settled: its invoices were credited, given up or made void.',
    }),
    reason: z.string().optional().meta({ description: 'Why a person cancelled it.' }),
    supersededBy: PromiseId.optional(),
    by: z.string().meta({ description: 'Who took it; `payer:…` where its payer gave it on a page.' }),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'PaymentPromise' });
export type PaymentPromise = Readonly<z.infer<typeof PaymentPromise>>;

export const PromiseRuleSet = z
  .strictObject({
    horizonDays: z.int().min(0).max(365).default(30).meta({
      description: 'The last day that may be promised, counted from today.',
    }),
    most: z.int().min(1).max(50).default(3).meta({
      description: 'Promises of one customer within `windowDays`; those that were cancelled do not count.',
    }),
    windowDays: z.int().min(1).max(365).default(90),
    graceBankDays: z.int().min(0).max(20).default(3).meta({
      description: 'Days of the banks after the promised day, for transfers that are under way.',
    }),
    tolerancePercent: z.int().min(0).max(50).default(5).meta({
      description: 'So much less keeps a promise, too.',
    }),
    pages: z.boolean().default(false).meta({
      description: 'Whether payers may promise a day on the page of an invoice themselves.',
    }),
  })
  .meta({ id: 'PromiseRuleSet' });
export const PromiseRules = PromiseRuleSet.extend({
  version: z.int().min(0),
  at: Instant.optional(),
  by: z.string().optional(),
}).meta({ id: 'PromiseRules' });
export type PromiseRules = Readonly<z.infer<typeof PromiseRules>>;
/** What holds before anybody says anything. */
export const NO_RULES: PromiseRules = { ...PromiseRuleSet.parse({}), version: 0 };

const Kept = z.object({
  currency: Currency,
  kept: z.int(),
  partlyKept: z.int(),
  broken: z.int(),
  promisedMinor: z.int(),
  paidMinor: z.int().meta({ description: 'Of each promise no more than was promised.' }),
  byCountPercent: z.string().meta({ description: 'kept ÷ (kept + partly kept + broken).' }),
  byValuePercent: z.string().meta({
    description: 'Money by the promised day and its days of grace ÷ what was promised.',
  }),
});
export const PromiseRate = z
  .object({
    from: LocalDate,
    to: LocalDate,
    all: z.array(Kept),
    collectors: z.array(Kept.extend({ by: z.string() })).meta({
      description: 'By who took them; `payer` are those that payers gave on pages.',
    }),
  })
  .meta({
    id: 'PromiseKeptRate',
    description:
      'Promises whose day is within the period and that were judged, by currency. Cancelled and superseded ones are left out, as are those that are still open.',
  });
export type PromiseRate = Readonly<z.infer<typeof PromiseRate>>;

const fact = z.object({
  promiseId: PromiseId,
  customerId: CustomerId,
  invoices: z.array(InvoiceId),
  amount: Money.meta({ description: 'What was promised.' }),
  payOn: LocalDate,
});
const paid = fact.extend({ paidMinor: z.int().min(0) });
export const PromiseMade = event(
  'promise.made',
  'A payer promised to pay by a day: nobody is reminded of that until then.',
  fact,
);
export const PromiseKept = event('promise.kept', 'What was promised is paid.', paid);
export const PromisePartlyKept = event(
  'promise.partly_kept',
  'Some of what was promised is paid, and its day is over.',
  paid,
);
export const PromiseBroken = event(
  'promise.broken',
  'Nothing of what was promised is paid, and its day is over.',
  paid,
);
export const PromiseReopened = event(
  'promise.reopened',
  'Money that had kept a promise went back, and its day is not over: it is open again.',
  paid,
);
export const PromiseCancelled = event(
  'promise.cancelled',
  'A promise was called off, or there is nothing left to be promised.',
  fact,
);
export const PromiseSuperseded = event(
  'promise.superseded',
  'Another promise took the place of one.',
  fact.extend({ supersededBy: PromiseId }),
);

/** All that is announced of a promise. */
export const PROMISE_EVENTS = [
  PromiseMade,
  PromiseKept,
  PromisePartlyKept,
  PromiseBroken,
  PromiseReopened,
  PromiseCancelled,
  PromiseSuperseded,
];
