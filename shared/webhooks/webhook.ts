/** Where partners want to hear of what happens, what they may hear of, and what became of each sending. */
import * as z from 'zod';
import { EntityChanging } from '../access/tenant.ts';
import { DaySealed } from '../audit/seal.ts';
import { BankLineReceived, StatementRead, StatementReceived } from '../bank/statement.ts';
import { RemittanceReceived } from '../cash/remittance.ts';
import { CHARGEBACK_EVENTS } from '../chargebacks/chargeback.ts';
import { CustomerMerged, CustomerSaved } from '../customers/customer.ts';
import { InvoiceDelivered, MailSuppressed } from '../dispatch/mail.ts';
import { MailTemplateFailed } from '../dispatch/template.ts';
import { TaskDone, TaskOpened } from '../tasks/task.ts';
import { CreditNoteRendered, DocumentsRendered } from '../documents/document.ts';
import { InvoiceVoided } from '../corrections/correction.ts';
import { InvoiceImported } from '../imports/import.ts';
import { DepositClosed, DepositReceived, DepositRequested } from '../invoices/deposit.ts';
import { DunningEscalated, DunningRestored } from '../dunning/policy.ts';
import { SERVICE_EVENTS } from '../dunning/service.ts';
import { DunningHeldOut } from '../dunning/touch.ts';
import { DunningTriggered } from '../dunning/trigger.ts';
import { InvoiceCredited } from '../invoices/credit-note.ts';
import {
  InvoiceIssued,
  InvoicePaid,
  InvoiceParked,
  InvoiceRecovered,
  InvoiceReopened,
} from '../invoices/invoice.ts';
import { IntakeDone, IntakeRefused } from '../intake/intake.ts';
import { Instant } from '../kernel/dates.ts';
import { Envelope, event, type EventType } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Email, Text } from '../kernel/party.ts';
import { SealedSecret } from '../kernel/webhook.ts';
import { BOOK_EVENTS } from '../ledger/invariant.ts';
import { CreditLimitSet, CreditStandingChanged } from '../credit/credit.ts';
import { ORDER_EVENTS } from '../orders/events.ts';
import { METHOD_EVENTS } from '../methods/collection.ts';
import { PaymentReceived, PayoutExpected } from '../payments/payment.ts';
import { REFUND_EVENTS } from '../refunds/refund.ts';
import { CreditDrifted } from '../risk/risk.ts';
import { DEDUCTION_EVENTS } from '../deductions/deduction.ts';
import { LATE_EVENTS } from '../agencies/events.ts';
import { DISPUTE_EVENTS } from '../disputes/events.ts';
import { PLAN_EVENTS } from '../plans/plan.ts';
import { NoticeIssued } from '../notices/notice.ts';
import { ContactNoted } from '../collecting/contact.ts';
import { PROMISE_EVENTS } from '../promises/promise.ts';
import { MailWaits } from '../inbound/received.ts';
import { QUESTION_EVENTS } from '../questions/question.ts';
import { ReplyTaken } from '../replies/reply.ts';
import { ERASURE_EVENTS } from '../privacy/erasure.ts';
import { InvoiceWrittenOff, WriteOffReversed } from '../writeoffs/writeoff.ts';
import { SLIP_EVENTS } from '../slips/slip.ts';
import { WARNING_EVENTS } from '../warnings/warning.ts';
import { SUBSCRIPTION_EVENTS } from '../subscriptions/subscription.ts';

export const EndpointId = idOf('whe').meta({ id: 'EndpointId' });
export const DeliveryId = idOf('whd').meta({ id: 'DeliveryId' });

export const EndpointDisabled = event(
  'webhook.disabled',
  'Nothing arrived at an endpoint for days, or it said that it is gone: nothing is sent there any more.',
  z.object({ endpointId: EndpointId, reason: z.string() }),
);

/** What partners hear of. Facts that are not here are between our own workers. */
export const CATALOGUE: readonly EventType[] = [
  CustomerSaved,
  CustomerMerged,
  ...ERASURE_EVENTS,
  ...ORDER_EVENTS,
  InvoiceParked,
  InvoiceIssued,
  InvoiceImported,
  InvoiceVoided,
  InvoiceCredited,
  InvoicePaid,
  InvoiceReopened,
  InvoiceWrittenOff,
  WriteOffReversed,
  DunningEscalated,
  DunningRestored,
  DunningTriggered,
  DunningHeldOut,
  ...SERVICE_EVENTS,
  NoticeIssued,
  InvoiceRecovered,
  DepositRequested,
  DepositReceived,
  DepositClosed,
  DocumentsRendered,
  CreditNoteRendered,
  CreditLimitSet,
  CreditStandingChanged,
  CreditDrifted,
  EntityChanging,
  PaymentReceived,
  PayoutExpected,
  RemittanceReceived,
  ...REFUND_EVENTS,
  ...CHARGEBACK_EVENTS,
  ...PLAN_EVENTS,
  ...DEDUCTION_EVENTS,
  ...PROMISE_EVENTS,
  ContactNoted,
  ...DISPUTE_EVENTS,
  ...LATE_EVENTS,
  ReplyTaken,
  ...QUESTION_EVENTS,
  MailWaits,
  ...SLIP_EVENTS,
  ...METHOD_EVENTS,
  StatementReceived,
  StatementRead,
  BankLineReceived,
  MailSuppressed,
  InvoiceDelivered,
  MailTemplateFailed,
  TaskOpened,
  TaskDone,
  IntakeDone,
  IntakeRefused,
  EndpointDisabled,
  DaySealed,
  ...BOOK_EVENTS,
  ...SUBSCRIPTION_EVENTS,
  ...WARNING_EVENTS,
];
export const PUBLIC: ReadonlySet<string> = new Set(CATALOGUE.map(({ name }) => name));

const things = [...new Set(CATALOGUE.map(({ name }) => name.slice(0, name.indexOf('.'))))];
export const EventFilter = z.enum(['*', ...things.map((thing) => `${thing}.*`), ...PUBLIC]).meta({
  id: 'EventFilter',
  description: 'A type of event, all of one kind of thing, or all.',
  example: 'invoice.*',
});
/** True where one of the filters takes the type. */
export const takes = (filters: readonly string[], type: string): boolean =>
  filters.some((one) => one === '*' || one === type || one === `${type.slice(0, type.indexOf('.'))}.*`);

const said = {
  url: z
    .url({ protocol: /^https?$/, abort: true })
    .max(500)
    .meta({
      description: 'https, at a public address; it is asked again at every sending.',
      example: 'https://shop.example/hooks/quittance',
    }),
  events: z.array(EventFilter).min(1).max(50),
  contact: Email.meta({ description: 'Who is told by mail when nothing arrives any more.' }),
  description: Text(200).optional(),
};
export const CreateEndpoint = z.strictObject(said).meta({ id: 'CreateEndpoint' });
export const ChangeEndpoint = z
  .strictObject({ ...said, enabled: z.boolean() })
  .meta({ id: 'ChangeEndpoint' });

const endpoint = {
  id: EndpointId,
  version: z.int().min(1),
  ...said,
  events: z.array(z.string()),
  state: z.enum(['ENABLED', 'DISABLED']),
  reason: z.string().optional().meta({ description: 'Why it is disabled.' }),
  failingSince: Instant.optional().meta({ description: 'Since when nothing has arrived.' }),
  createdAt: Instant,
  updatedAt: Instant,
};
/** As it is kept; what callers see is `EndpointView`. */
export const Endpoint = z.object({
  ...endpoint,
  secrets: z.array(SealedSecret).min(1).max(2),
  noticedAt: Instant.optional(),
});
export type Endpoint = Readonly<z.infer<typeof Endpoint>>;
export const EndpointView = z
  .object({
    ...endpoint,
    previousSecretUntil: Instant.optional().meta({ description: 'Until then both secrets sign.' }),
  })
  .meta({ id: 'WebhookEndpoint' });
export const EndpointWithSecret = EndpointView.extend({
  secret: z.string().optional().meta({
    description: 'Shown in this one answer and never again, also not when the request is repeated.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  }),
}).meta({ id: 'EndpointWithSecret' });

export const Attempt = z.object({
  at: Instant,
  status: z.int().optional().meta({ description: 'HTTP status of the answer.' }),
  durationMs: z.int(),
  failure: z.string().optional().meta({ description: 'Why there was no answer.' }),
  answer: z
    .string()
    .optional()
    .meta({ description: 'The first 200 characters of an answer that was no success.' }),
});
export type Attempt = z.infer<typeof Attempt>;

export const DeliveryState = z.enum(['PENDING', 'DELIVERED', 'FAILED', 'SKIPPED']).meta({
  id: 'WebhookDeliveryState',
  description: 'SKIPPED: its endpoint was disabled, or too much waited before it; a replay sends it.',
});
/** One event for one endpoint. */
export const Delivery = z
  .object({
    id: DeliveryId.meta({ description: 'The `webhook-id`: the same for every attempt and replay.' }),
    version: z.int().min(1),
    endpointId: EndpointId,
    fact: Envelope,
    sequence: z.string().optional().meta({
      description: 'Rises with every event of a thing, and sorts as text: the order of the commits.',
    }),
    state: DeliveryState,
    attempts: z.array(Attempt).meta({ description: 'The last thirty.' }),
    tries: z.int().min(0).meta({ description: 'Of the present round: a replay begins a new one.' }),
    nextAt: Instant.optional().meta({
      description: 'When it is tried again; earlier events of the same thing go first.',
    }),
    at: Instant.meta({ description: 'Since when it is in its state.' }),
  })
  .meta({ id: 'WebhookDelivery' });
export type Delivery = Readonly<z.infer<typeof Delivery>>;

/** What waits for one endpoint about one thing, in its order: the head is being sent, or tried again at `nextAt`. */
export const Line = z.object({
  version: z.int().min(1),
  endpointId: EndpointId,
  subject: z.string(),
  waiting: z.array(z.string()),
  nextAt: Instant,
  /** The highest sequence that was given in it. */
  last: z.string().optional(),
});
export type Line = Readonly<z.infer<typeof Line>>;

export const Range = z.strictObject({ from: Instant, to: Instant }).meta({ id: 'ReplayRange' });

export const WebhookDue = event(
  'webhook.due',
  'Between our workers: what waits for an endpoint about one thing may be sent.',
  z.object({ endpointId: EndpointId, subject: z.string(), at: Instant }),
);
export const ReplayRequested = event(
  'webhook.replay_requested',
  'Between our workers: events of a time are to be sent to an endpoint again.',
  z.object({ endpointId: EndpointId, from: z.string(), to: z.string() }),
);
