/** Whom a policy is for, in which steps it asks for what is overdue, and what it says before: data, in versions. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId, Label } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Currency, Money, PositiveMoney } from '../kernel/money.ts';
import { Offset } from '../kernel/offsets.ts';
import { ServiceStep } from './service.ts';
import { HoldOut } from './touch.ts';
import { NoticeChannel, TriggerCause, Triggers } from './trigger.ts';

export const PolicyName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and dash, and begin with a letter')
  .meta({ id: 'DunningPolicyName', example: 'key-accounts' });

/** One amount per currency; what is not named is none. */
const Amounts = z
  .array(PositiveMoney)
  .min(1)
  .max(20)
  .refine(
    (all) => new Set(all.map(({ currency }) => currency)).size === all.length,
    'a currency comes twice',
  );

export const Escalation = z.enum(['service', 'agency', 'legal']).meta({
  id: 'DunningEscalation',
  description:
    'service: supply may be stopped. agency: an agency may collect it. legal: a lawyer or a court may. Others do it; it is announced to them.',
});
export const DunningLevel = z
  .strictObject({
    after: Offset,
    tone: z.int().min(1).max(3).meta({
      description:
        '1 is friendly, 3 the last word: in whose words it is said (`reminder_1` to `reminder_3`).',
    }),
    channel: NoticeChannel.default('mail').meta({
      description: '`letter` goes by the service for letters, and by mail where there is none or it refuses.',
    }),
    fee: Amounts.optional().meta({ description: 'For the notice, by currency; none in others.' }),
    interest: z.boolean().default(false),
    least: Amounts.optional().meta({
      description: 'A notice that would ask for less waits; any amount in other currencies.',
    }),
    approval: z.boolean().default(false).meta({
      description: 'It goes out once a person has done the task that asks for it.',
    }),
    approvers: z.literal(2).optional().meta({
      description: 'Who takes the task is another than who says that it is done; where it wants approval.',
    }),
    escalate: Escalation.optional(),
    service: ServiceStep.optional(),
    legal: z
      .strictObject({
        payWithin: z.int().min(7).max(60).meta({ description: 'Days after it is sent, the last included.' }),
      })
      .optional()
      .meta({
        description:
          'It goes out as a formal notice before court, with a number of its own, and in our words whatever templates say. Have your lawyer agree to them first.',
      }),
  })
  .meta({ id: 'DunningLevel' });
export type DunningLevel = Readonly<z.infer<typeof DunningLevel>>;

export const DunningPolicySet = z
  .strictObject({
    customers: z.array(CustomerId).max(100).default([]).meta({ description: 'They come before segments.' }),
    segments: z.array(Label).max(50).default([]).meta({ description: 'They come before entities.' }),
    entities: z.array(EntityId).max(20).default([]).meta({
      description: 'Instead of their `reminders`.',
    }),
    courtesy: z
      .strictObject({
        daysBefore: z.int().min(1).max(60),
        least: Amounts.optional().meta({
          description:
            'Only what is at least as much; in other currencies none. All of it where this is absent.',
        }),
        scoreBelow: z.int().min(1).max(100).optional().meta({
          description:
            'Only to whose behaviour score was below that in the last night; to nobody of whom none is known. To everybody where this is absent.',
        }),
        lateAtLeast: z.int().min(1).max(100).optional().meta({
          description:
            'Only of what is paid late with at least this probability in percent (`GET /v1/invoices/{id}/prediction`); of nothing as long as nothing was learned of how customers pay. Of everything where this is absent.',
        }),
      })
      .optional()
      .meta({ description: 'A note before the due day, which says that nothing is overdue.' }),
    levels: z.array(DunningLevel).min(1).max(9),
    triggers: Triggers.optional(),
    holdOut: HoldOut.optional(),
    activateOn: LocalDate.optional().meta({
      description:
        'From this day on, of each entity; at once where absent. Reminders that have begun go on under the version that they began with.',
    }),
    simulationId: idOf('sim').optional().meta({
      description:
        'The simulation that spoke for it: kept with the version as its reason, and not looked at.',
    }),
  })
  .meta({ id: 'DunningPolicySet' });
export type DunningPolicySet = z.infer<typeof DunningPolicySet>;

export const DunningPolicy = DunningPolicySet.extend({
  policy: PolicyName,
  version: z.int().min(1),
  activateOn: LocalDate,
  at: Instant,
  by: z.string(),
}).meta({ id: 'DunningPolicy' });
export type DunningPolicy = Readonly<z.infer<typeof DunningPolicy>>;

/** Whom a version is for, and how long before the due day it has something to say. */
export const Assigned = DunningPolicy.pick({
  policy: true,
  version: true,
  activateOn: true,
  customers: true,
  segments: true,
  entities: true,
}).extend({
  daysBefore: z.int(),
  triggers: z
    .array(TriggerCause)
    .optional()
    .meta({ description: 'What its customers may do that it follows.' }),
});
export type Assigned = Readonly<z.infer<typeof Assigned>>;
/** Whom the versions that hold or will hold are for. The versions themselves stand beside it, also for what began under older ones. */
export const PolicyBook = z.object({ version: z.int().min(0), assigned: z.array(Assigned) });
export type PolicyBook = Readonly<z.infer<typeof PolicyBook>>;
export const NO_POLICIES: PolicyBook = { version: 0, assigned: [] };
/** The book is one item, which every run reads: so many policies, and versions of each that will hold. */
export const MOST_POLICIES = 20;
export const MOST_PLANNED = 2;

export const PolicyVersions = z
  .object({
    inForce: DunningPolicy.optional().meta({
      description: 'On the day of the first entity; absent as long as no version holds.',
    }),
    planned: z.array(DunningPolicy),
  })
  .meta({ id: 'DunningPolicyVersions' });

export const Spared = z.enum([
  'not_yet',
  'agency',
  'collected',
  'in_clarification',
  'not_risky',
  'probably_in_time',
  'promised',
  'held',
  'insolvent',
  'deceased',
  'below_minimum',
  'next_run',
]);
export type Spared = z.infer<typeof Spared>;

/** What the next run would do under a policy. */
export const DunningPreview = z
  .object({
    on: LocalDate,
    messages: z.array(
      z.object({
        entity: EntityId,
        customerId: CustomerId,
        courtesy: z.boolean(),
        level: z.int().min(0).meta({ description: 'The highest of its invoices; 0 before anything is due.' }),
        tone: z.int(),
        channel: NoticeChannel,
        approval: z.boolean(),
        legal: z.boolean().optional().meta({ description: 'As a formal notice.' }),
        heldOut: z.boolean().optional().meta({
          description: 'Its payer is drawn to wait for a week: see `holdOut`.',
        }),
        total: Money,
        fee: Money,
        interest: z.boolean(),
        invoices: z.array(
          z.object({ invoiceId: InvoiceId, number: z.string(), level: z.int(), asked: Money }),
        ),
      }),
    ),
    spared: z.array(
      z.object({
        invoiceId: InvoiceId,
        customerId: CustomerId,
        number: z.string(),
        why: Spared,
        on: LocalDate.optional().meta({ description: 'When it is due for a notice, where it is not yet.' }),
      }),
    ),
  })
  .meta({
    id: 'DunningPreview',
    description:
      'Payments under way and money that is not applied yet are looked at in the second of sending, and not here. A hundred messages and a hundred others at most.',
  });

const fact = z.object({ customerId: CustomerId, invoiceId: InvoiceId, policy: PolicyName });
export const DunningEscalated = event(
  'dunning.escalated',
  'A notice went out whose level asks others to act: to stop supply, or to take the case over.',
  fact.extend({ level: z.int().min(1), escalate: Escalation, asked: Money }),
);
export const DunningRestored = event(
  'dunning.restored',
  'Nothing is owed any more of an invoice that others were asked to act on.',
  fact.extend({ escalate: Escalation, currency: Currency }),
);
