/** A payment plan: instalments that a payer and we agreed on, in the place of the due dates of its invoices; and what an entity agrees to. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { PlanId } from '../invoices/planned.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { TraceId } from '../kernel/ids.ts';
import { Currency, Money, PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

export { PlanId } from '../invoices/planned.ts';

/** What a commit can hold, its history and events included. */
export const MOST_INVOICES = 20;
export const MOST_INSTALMENTS = 60;

const Due = z.object({ dueOn: LocalDate, minor: z.int().min(1) });

export const Schedule = z
  .discriminatedUnion('by', [
    z.strictObject({
      by: z.literal('dates'),
      lines: z
        .array(z.strictObject({ dueOn: LocalDate, amount: PositiveMoney }))
        .min(1)
        .max(MOST_INSTALMENTS)
        .meta({ description: 'By rising day. Together they are all that is open of the invoices.' }),
    }),
    z.strictObject({
      by: z.literal('count'),
      count: z.int().min(1).max(MOST_INSTALMENTS),
      every: z.enum(['week', 'two_weeks', 'month']),
      firstOn: LocalDate.meta({
        description: 'Of months: the same day of each, or the last of a shorter one.',
      }),
    }),
  ])
  .meta({
    id: 'PaymentPlanSchedule',
    description: 'Day by day, or so many equal parts; what does not divide is in the first of them.',
  });
export type Schedule = Readonly<z.infer<typeof Schedule>>;

export const AgreePlan = z
  .strictObject({
    invoices: z.array(InvoiceId).min(1).max(MOST_INVOICES).meta({
      description:
        'Of one payer, one legal entity and one currency. All that is open of them is in the plan.',
    }),
    schedule: Schedule,
    replaces: PlanId.optional().meta({
      description: 'The plan in whose place this one comes; its invoices may be in both.',
    }),
  })
  .meta({ id: 'AgreePaymentPlan' });
export type AgreePlan = Readonly<z.infer<typeof AgreePlan>>;

export const PlanState = z.enum(['OPEN', 'KEPT', 'BROKEN', 'CANCELLED', 'SUPERSEDED']).meta({
  id: 'PaymentPlanState',
  description:
    'OPEN: its instalments are the due dates. KEPT: nothing is open any more; open again where money goes back. BROKEN: an instalment was not ' +
    'there in time, and all invoices are due as they were before. CANCELLED: by a person. SUPERSEDED: another plan took its place.',
});

export const PlanItem = z.object({
  invoiceId: InvoiceId,
  number: z.string(),
  dueOn: LocalDate.meta({ description: 'When it was due before.' }),
  openMinor: z.int().min(1).meta({ description: 'What was open when the plan was agreed on.' }),
  relievedMinor: z.int().min(0).meta({ description: 'What had been credited or written off by then.' }),
});
export type PlanItem = Readonly<z.infer<typeof PlanItem>>;

export const PaymentPlan = z
  .object({
    id: PlanId,
    version: z.int().min(1),
    state: PlanState,
    entity: EntityId,
    customerId: CustomerId,
    total: Money,
    instalments: z.array(Due).meta({ description: 'As they were agreed on, by rising day.' }),
    items: z.array(PlanItem).meta({ description: 'The oldest due first: it is paid first.' }),
    graceBankDays: z.int().min(0),
    on: LocalDate.meta({ description: 'From this day on its instalments count, in the entity’s zone.' }),
    endedOn: LocalDate.optional().meta({
      description: 'From this day on the invoices’ own days count again; absent while it is OPEN or KEPT.',
    }),
    replaces: PlanId.optional(),
    replacedBy: PlanId.optional(),
    reason: z.string().optional().meta({ description: 'Why it was cancelled.' }),
    /** The instalment that its payer was told of last, before it was due. */
    noticed: LocalDate.optional(),
    by: z.string(),
    approvedBy: z.string().optional(),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'PaymentPlan' });
export type PaymentPlan = Readonly<z.infer<typeof PaymentPlan>>;
/** Whether it said on that day when its invoices fall due: it had begun, and not ended unkept. */
export const holdsOn = ({ on, endedOn }: Pick<PaymentPlan, 'on' | 'endedOn'>, day: LocalDate): boolean =>
  on <= day && (endedOn === undefined || day < endedOn);

/** Where it stands now: derived from what is open of its invoices. */
export const PlanView = PaymentPlan.extend({
  owed: z
    .array(Due)
    .meta({ description: 'What is still owed of it, by the days on which it falls due; the oldest first.' }),
  owedMinor: z.int().min(0).meta({ description: 'What is open of its invoices.' }),
  overdueMinor: z.int().min(0).meta({ description: 'What of it fell due before today.' }),
  besideMinor: z.int().min(0).meta({
    description:
      'Money that was there before the plan and went back: due as before, and no part of the agreement.',
  }),
}).meta({ id: 'PaymentPlanStanding' });
export type PlanView = Readonly<z.infer<typeof PlanView>>;

export const PlanPreview = z
  .object({
    total: Money,
    instalments: z.array(Due),
    items: z.array(
      PlanItem.extend({ parts: z.array(Due).meta({ description: 'When which part of it falls due.' }) }),
    ),
    needsApproval: z.boolean(),
  })
  .meta({ id: 'PaymentPlanPreview' });
export type PlanPreview = Readonly<z.infer<typeof PlanPreview>>;

const Amounts = z
  .array(PositiveMoney)
  .max(20)
  .refine(
    (all) => new Set(all.map(({ currency }) => currency)).size === all.length,
    'a currency comes twice',
  );
export const PlanPolicySet = z
  .strictObject({
    mostInstalments: z.int().min(1).max(MOST_INSTALMENTS).default(12),
    longestDays: z.int().min(1).max(1_830).default(365).meta({
      description: 'From the day of the agreement to the last instalment.',
    }),
    least: Amounts.default([]).meta({
      description: 'The smallest instalment, by currency; the last of a plan may be smaller.',
    }),
    mostOpen: z.int().min(1).max(20).default(3).meta({ description: 'Open plans of one payer.' }),
    graceBankDays: z.int().min(0).max(20).default(3).meta({
      description: 'Days of the banks after an instalment’s day: one that is not there then breaks the plan.',
    }),
    noticeDays: z.int().min(1).max(28).optional().meta({
      description: 'So many days before an instalment its payer is told of it; not where absent.',
    }),
    aloneUpTo: Amounts.optional().meta({
      description:
        'What one person may agree to alone, by currency; a second agrees to more, and to currencies that are not named. Absent: nobody is asked.',
    }),
    byCustomers: z
      .strictObject({
        mostInstalments: z.int().min(2).max(MOST_INSTALMENTS).default(3),
        longestDays: z.int().min(1).max(1_830).default(92),
        firstWithinDays: z.int().min(0).max(92).default(14).meta({
          description: 'The first instalment is due so many days from the agreement at most.',
        }),
        upTo: Amounts.optional().meta({
          description: 'By currency, and none in others; as much as one person may agree to, where absent.',
        }),
      })
      .optional()
      .meta({
        description:
          'What payers may agree to by themselves, behind the code that is mailed to them, within all that is said beside it. Not where ' +
          'absent, and not where a plan of theirs was broken within a year.',
      }),
  })
  .meta({ id: 'PaymentPlanPolicySet' });
export const PlanPolicy = PlanPolicySet.extend({
  version: z.int().min(0),
  at: Instant.optional(),
  by: Text(100).optional(),
}).meta({ id: 'PaymentPlanPolicy' });
export type PlanPolicy = Readonly<z.infer<typeof PlanPolicy>>;
/** What holds where nobody said anything. */
export const NO_POLICY: PlanPolicy = { ...PlanPolicySet.parse({}), version: 0 };

const fact = z.object({
  planId: PlanId,
  customerId: CustomerId,
  invoices: z.array(InvoiceId),
  currency: Currency,
  owedMinor: z.int().meta({ description: 'What is open of its invoices.' }),
});
export const PlanAgreed = event(
  'plan.agreed',
  'Instalments were agreed on, in the place of the due dates of invoices.',
  fact.extend({ instalments: z.array(Due), replaces: PlanId.optional() }),
);
export const PlanKept = event('plan.kept', 'All of a payment plan was paid, or settled otherwise.', fact);
export const PlanBroken = event(
  'plan.broken',
  'An instalment was not there in time: all invoices of the plan are due as they were before.',
  fact.extend({ dueOn: LocalDate, missingMinor: z.int().min(1) }),
);
export const PlanCancelled = event(
  'plan.cancelled',
  'A payment plan was called off: its invoices are due as they were before.',
  fact.extend({ reason: z.string() }),
);

/** All that is announced of a payment plan. */
export const PLAN_EVENTS = [PlanAgreed, PlanKept, PlanBroken, PlanCancelled];
