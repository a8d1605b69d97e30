/** What is planned, tried and come of collecting one invoice by a method on file. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { TraceId } from '../kernel/ids.ts';
import { Money } from '../kernel/money.ts';
import { MethodId } from '../payments/on-file.ts';
import { AttemptId } from '../payments/payment.ts';
import { MethodEnded, MethodKept } from './method.ts';

/** What a refusal means for the next try (rules §3.7). */
export const DeclineClass = z.enum(['hard', 'ended', 'soft', 'funds', 'authentication', 'unknown']).meta({
  id: 'DeclineClass',
  description:
    'hard: never again by this method. ended: the account or the mandate is no more. soft: on another day. funds: the account had not enough. ' +
    'authentication: the payer has to be there. unknown: a word that is not known.',
});
export type DeclineClass = z.infer<typeof DeclineClass>;

export const Stop = z.enum(['skipped', 'stopped', 'declined', 'no_method', 'charged_back', 'ceiling']).meta({
  id: 'CollectionStop',
  description:
    'skipped: the customer pays this invoice otherwise. stopped: it wants nothing charged any more. declined: by the last try. ' +
    'no_method: there is none on file that could be charged. charged_back: money of it went back. ceiling: more is open than a charge may be.',
});
export type Stop = z.infer<typeof Stop>;

export const Collection = z
  .object({
    invoiceId: InvoiceId,
    version: z.int().min(1),
    number: z.string(),
    customerId: CustomerId,
    entity: EntityId,
    state: z.enum(['PLANNED', 'CHARGING', 'STOPPED', 'DONE']).meta({
      description:
        'PLANNED: on `on`. CHARGING: the provider has not said what came of it. STOPPED: not by itself any more. DONE: nothing is open.',
    }),
    methodId: MethodId,
    on: LocalDate.meta({ description: 'The day of the next charge, or of the last one.' }),
    /** The part that is due then: another part is another collection. */
    dueOn: LocalDate,
    notice: z
      .object({ on: LocalDate, methodId: MethodId, amount: Money })
      .optional()
      .meta({ description: 'What the payer was told, and when: no more than that is charged.' }),
    tries: z.array(
      z.object({
        attemptId: AttemptId,
        methodId: MethodId,
        on: LocalDate,
        amount: Money,
        failure: z.string().optional().meta({ description: 'The provider’s own word.' }),
        decline: DeclineClass.optional(),
      }),
    ),
    stop: Stop.optional(),
    by: z.string().optional(),
    /** When the daily job looks at it next; absent where nothing follows by itself. */
    lookOn: LocalDate.optional(),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'Collection' });
export type Collection = Readonly<z.infer<typeof Collection>>;

const fact = z.object({ invoiceId: InvoiceId, customerId: CustomerId, number: z.string() });
export const CollectionPlanned = event(
  'collection.planned',
  'An invoice will be collected by a method on file, on the day given.',
  fact.extend({ on: LocalDate, methodId: MethodId }),
);
export const CollectionStopped = event(
  'collection.stopped',
  'An invoice is not collected by itself any more, for the reason given.',
  fact.extend({ stop: Stop, decline: DeclineClass.optional() }),
);

/** All that partners hear of methods on file and what is charged to them. */
export const METHOD_EVENTS = [MethodKept, MethodEnded, CollectionPlanned, CollectionStopped];
