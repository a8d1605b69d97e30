/** What a company's own past would have been under another policy, beside what it is under the one in force. Nothing of it is booked. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { PaymentTermsProfile } from '../agreements/agreement.ts';
import { RuleSet } from '../credit/credit.ts';
import { CustomerId, Label } from '../customers/customer.ts';
import { DunningPolicySet, PolicyName } from '../dunning/policy.ts';
import { NoticeChannel } from '../dunning/trigger.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Money } from '../kernel/money.ts';
import { OrderId } from '../orders/order.ts';

export const SimulationId = idOf('sim').meta({ id: 'SimulationId' });

const daysForward = (description: string) => z.int().min(0).max(30).default(0).meta({ description });
/** What is tried. Of each kind, A is what holds and B is the draft. */
export const Trial = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('dunning'),
      policy: PolicyName.meta({ description: 'Known or new; the other policies hold in both.' }),
      version: z.int().min(1).optional().meta({
        description: 'A is this version of it; the one in force where absent.',
      }),
      draft: DunningPolicySet.omit({ activateOn: true, simulationId: true }).meta({
        id: 'DunningPolicyDraft',
      }),
      forwardDays: daysForward(
        'By how many days a reminder more than were sent brings the payment forward: never to before the day after it. 0: payers pay when they paid.',
      ),
    }),
    z.strictObject({
      kind: z.literal('credit'),
      draft: RuleSet,
    }),
    z.strictObject({
      kind: z.literal('discount'),
      offer: PaymentTermsProfile.shape.earlyPayment.meta({
        description: 'For paying early; none where absent. A: what each invoice offered.',
      }),
      segment: Label.optional().meta({ description: 'Only for its customers; for all where absent.' }),
      forwardDays: daysForward(
        'Who paid no more than so many days after the last day of the discount would have paid on it. 0: payers pay when they paid.',
      ),
    }),
  ])
  .meta({ id: 'SimulationTrial' });
export type Trial = Readonly<z.infer<typeof Trial>>;
export type TrialOf<K extends Trial['kind']> = Extract<Trial, { kind: K }>;

export const CreateSimulation = z
  .strictObject({
    entity: EntityId.optional().meta({ description: 'The first of the company where absent.' }),
    from: LocalDate.optional().meta({ description: 'A year before `to` where absent.' }),
    to: LocalDate.optional().meta({ description: 'The last day, included; today where absent.' }),
    trial: Trial,
  })
  .meta({ id: 'CreateSimulation' });

const count = z.int().min(0);
const Monies = z.array(Money).meta({ description: 'One amount per currency.' });

/** What a period was, or would have been. */
export const Outcome = z
  .object({
    messages: z.array(
      z.object({
        level: count.meta({ description: '0: a note before the due day.' }),
        channel: NoticeChannel,
        messages: count,
      }),
    ),
    sent: count,
    customers: count.meta({ description: 'To whom at least one message went.' }),
    bothered: count.meta({
      description:
        'Messages that asked for what was paid: the money was at the bank on a day before, and nobody here knew.',
    }),
    holds: z.object({ orders: count, money: Monies }),
    discounts: z.object({ invoices: count, money: Monies }),
    daysToPay: z.number().optional().meta({
      description:
        'From issue to the last money, in days, on average over invoices that are paid; no weight by amount.',
    }),
    weeks: z
      .array(z.object({ from: LocalDate, messages: count, holds: count, cash: Monies }))
      .meta({ description: 'By weeks that begin on Monday. Cash: by the day on which it was there.' }),
  })
  .meta({ id: 'SimulationOutcome' });
export type Outcome = Readonly<z.infer<typeof Outcome>>;

export const Assumption = z
  .enum([
    'issued_in_period',
    'pays_when_paid',
    'paid_forward',
    'approved_at_once',
    'present_segments',
    'present_limits',
    'released_as_released',
    'taken_back_unseen',
    'lifted_holds_unseen',
    'attempts_unseen',
    'notes_to_all',
  ])
  .meta({
    id: 'SimulationAssumption',
    description:
      'issued_in_period: only invoices issued in the period are asked for. pays_when_paid: payers pay when they paid, whatever is said to them. ' +
      'paid_forward: as `forwardDays` says. approved_at_once: notices that wait for a person go out on their day. present_segments: customers are in the ' +
      'segments that they are in now. present_limits: credit limits were as they are now. released_as_released: an order that went on goes on under both. ' +
      'taken_back_unseen: money that went back later never came. lifted_holds_unseen: holds that were lifted never were. attempts_unseen: payments under way held nothing back. ' +
      'notes_to_all: notes before the due day go to everybody, whatever a policy asks of how payers pay.',
  });
export const Lacking = z.enum(['plan', 'instalments', 'imported', 'void', 'cancelled']).meta({
  id: 'SimulationLacking',
  description:
    'Left out: its days were those of a plan, it fell due in parts, another system had issued it, it was made void; of orders: cancelled, nobody knows when.',
});
export type Lacking = z.infer<typeof Lacking>;

/** Whether the rules, run again, come to what was done. */
export const Replayed = z
  .object({
    invoices: count,
    agreeing: count.meta({ description: 'Invoices of which as many steps were counted as A comes to.' }),
    differing: z
      .array(
        z.object({
          invoiceId: InvoiceId,
          number: z.string(),
          sent: count,
          replayed: count,
          why: z.string().meta({
            description:
              '`other_version`: it was asked for under a version that does not hold in A. Otherwise why a reminder was not sent, as the invoice says; `unknown` where it says nothing.',
          }),
        }),
      )
      .meta({ description: 'A hundred at most.' }),
  })
  .meta({ id: 'SimulationReplayed' });
export type Replayed = Readonly<z.infer<typeof Replayed>>;

export const Comparison = z
  .object({
    a: Outcome,
    b: Outcome,
    facts: z.object({
      invoices: count,
      orders: count,
      payments: count,
      complete: z
        .boolean()
        .meta({ description: 'Otherwise there is more in the period, and the newest were looked at.' }),
      lacking: z.array(z.object({ why: Lacking, count })),
    }),
    assumptions: z.array(Assumption),
    replayed: Replayed.optional().meta({
      description: 'Of dunning, where the period reaches today.',
    }),
    customers: z
      .array(z.object({ customerId: CustomerId, a: count, b: count }))
      .meta({ description: 'Who gets another number of messages; the hundred largest differences.' }),
    orders: z
      .array(z.object({ orderId: OrderId, a: z.array(z.string()), b: z.array(z.string()) }))
      .meta({ description: 'Orders with other reasons to be held; the newest hundred.' }),
  })
  .meta({ id: 'SimulationComparison' });
export type Comparison = Readonly<z.infer<typeof Comparison>>;

export const Simulation = z
  .object({
    id: SimulationId,
    version: z.int().min(1),
    entity: EntityId,
    from: LocalDate,
    to: LocalDate,
    trial: Trial,
    state: z.enum(['REQUESTED', 'READY']),
    result: Comparison.optional(),
    key: z.string().optional(),
    requestedAt: Instant,
    by: z.string(),
  })
  .meta({ id: 'SimulationKept' });
export type Simulation = Readonly<z.infer<typeof Simulation>>;

export const SimulationRequested = event(
  'simulation.requested',
  'Somebody wants to know what another policy would have done.',
  z.object({ simulationId: SimulationId }),
);
