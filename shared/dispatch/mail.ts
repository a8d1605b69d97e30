/** A mail to a customer: why it goes out, where it is, and what SES said of it. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Channel, CustomerId } from '../customers/customer.ts';
import { CreditNoteId } from '../invoices/credit-note.ts';
import { DeliveryState, Step, Waits } from '../invoices/delivery.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { PlanId } from '../invoices/planned.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { TemplateRef } from './template.ts';

export const MailId = idOf('mail');
export const Purpose = z.enum([
  'order_confirmation',
  'invoice',
  'credit_note',
  'receipt',
  'reminder',
  'statement',
  'price_change',
  'payment_plan',
  'instalment',
  'promise',
  'notice',
  'collection',
  'dispute',
  'code',
  'account',
  'agency',
  'file',
  'warning',
]);
export const MailState = DeliveryState;
export type MailState = z.infer<typeof MailState>;

export const Mail = z.object({
  id: MailId,
  version: z.int().min(1),
  purpose: Purpose,
  /** Absent for a notice, which is to an entity of the tenant itself, and for what a collection agency or a recipient of files is told. */
  customerId: CustomerId.optional(),
  invoiceId: InvoiceId.optional(),
  creditNoteId: CreditNoteId.optional(),
  /** For reminders: which debts were due for one when it was queued. What goes out is decided when it is sent. */
  reminder: z
    .object({
      entity: EntityId,
      currency: Currency,
      on: LocalDate,
      invoiceIds: z.array(InvoiceId),
      /** They are requests for deposits: asked for in other words, because nothing is owed. */
      deposits: z.literal(true).optional(),
      /** It is a note before the due day: nothing is overdue. */
      courtesy: z.literal(true).optional(),
      /** Under which version of a policy each is asked for; what is not named, by the entity's `reminders`. */
      under: z
        .array(z.object({ invoiceId: InvoiceId, policy: z.string(), version: z.int().min(1) }))
        .optional(),
      /** How its policy wants it to go. */
      channel: z.enum(['mail', 'letter']).optional(),
      /** The steps that it counted when it was claimed: how often each debt was asked for with it. */
      steps: z
        .array(z.object({ invoiceId: InvoiceId, dueOn: LocalDate, reminded: z.int().min(1) }))
        .optional(),
      /** What it charges when it is claimed, said by whoever queued it. */
      charges: z.object({ feeMinor: z.int().min(0).optional(), interest: z.boolean().optional() }).optional(),
      /** What it charged with its steps. */
      claims: z.array(idOf('clm')).optional(),
      /** The formal notice that it was claimed as. */
      notice: idOf('lgn').optional(),
    })
    .optional(),
  /** For a change of prices: whose subscriptions it tells of. What it says of them is gathered when it is sent. */
  prices: z
    .object({
      entity: EntityId,
      plan: z.string(),
      planVersion: z.int(),
      /** The change of all subscribers that it is of; of single ones where absent. */
      change: z.int().optional(),
      subscriptionIds: z.array(z.string()),
    })
    .optional(),
  /** For a payment plan: its schedule, or a note of the instalment of this day. */
  plan: z.object({ entity: EntityId, planId: PlanId, dueOn: LocalDate.optional() }).optional(),
  /** For a promise to pay: that it was noted. */
  promise: z.object({ entity: EntityId, promiseId: z.string() }).optional(),
  /** For an invoice that is charged by itself: that it will be, that it could not be, or that it may not be. */
  collection: z
    .object({ invoiceId: InvoiceId, say: z.enum(['notice', 'failed', 'authentication', 'ceiling']) })
    .optional(),
  /** For a case about an invoice: which turn of it the customer is told of. */
  dispute: z.object({ entity: EntityId, disputeId: z.string(), turn: z.int().min(0) }).optional(),
  /** For who wants to come into an account: which code; it is said in no place but the mail. */
  code: z.object({ entity: EntityId.optional(), codeId: z.string() }).optional(),
  /** For a collection agency: which turn of a case it is told of. */
  agency: z
    .object({ entity: EntityId, caseId: z.string(), customerId: CustomerId, turn: z.int().min(1) })
    .optional(),
  /** For a person of finance, or whom it names: which file, and which of its recipients. */
  file: z.object({ entity: EntityId, exportId: z.string(), recipient: z.int().min(1) }).optional(),
  /** For whom a company has told of early warnings: those of which morning, and which of its recipients. */
  warning: z.object({ entity: EntityId, digest: z.int().min(1), recipient: z.int().min(1) }).optional(),
  /** For what a customer did on its own pages, or is told of them: what, and of which thing; the books say the rest when it goes out. */
  account: z
    .object({
      entity: EntityId,
      say: z.enum([
        'notice',
        'subscription',
        'question',
        'method_kept',
        'method_ended',
        'address_asked',
        'address_ended',
      ]),
      id: z.string(),
      /** Of a question: how many words its thread had with the one that is told. */
      turn: z.int().min(1).optional(),
    })
    .optional(),
  /** How often it has set out, to other addresses each time; 1 where absent. */
  round: z.int().min(2).optional(),
  /** Of the addresses of this round, those that bounced for good. */
  failed: z.array(z.string()).optional(),
  /** The template that worded it; ours did where absent. */
  template: TemplateRef.optional(),
  state: MailState,
  /** Since when it is in this state. */
  at: Instant,
  reason: z.string().optional(),
  /** While it is QUEUED and may not go out yet. */
  waits: Waits.extend({
    /** The minute that is its own, where it waits for one (`pace.ts`). */
    slot: Instant.optional(),
  }).optional(),
  /** A person said that it goes out although the breaker is open, or the hours are over. */
  released: z.object({ at: Instant, by: z.string() }).optional(),
  /** Key in the bucket of the PDF that was drawn of what it says; documents have theirs elsewhere. */
  pdf: z.string().optional(),
  /** By which channel it set out; absent by mail. */
  via: Channel.optional(),
  /** What carries it refused it: it goes by mail from then on. */
  byMail: z.literal(true).optional(),
  /** Under which id the service that carries it knows it. */
  carried: z.string().optional(),
  history: z.array(Step.extend({ state: z.enum([...MailState.options, 'REJECTED']) })),
  trace: TraceId,
});
export type Mail = Readonly<z.infer<typeof Mail>>;

const OUT: readonly MailState[] = ['SENT', 'ACCEPTED', 'DELIVERED'];
/** It is on its way to whom it is for, or there. */
export const wentOut = ({ state }: Pick<Mail, 'state'>): boolean => OUT.includes(state);

export const MailQueued = event(
  'mail.queued',
  'A mail was decided on and waits to be sent.',
  z.object({
    mailId: MailId,
    invoiceId: InvoiceId.optional(),
    creditNoteId: CreditNoteId.optional(),
  }),
);
export const MailSuppressed = event(
  'mail.suppressed',
  'A mail was not sent, for the reason given.',
  z.object({ mailId: MailId, customerId: CustomerId, purpose: Purpose, reason: z.string() }),
);
export const InvoiceDelivered = event(
  'invoice.delivered',
  'An invoice reached its customer: its mail server took it, or the service that carries it said so.',
  z.object({ invoiceId: InvoiceId, mailId: MailId, customerId: CustomerId.optional() }),
);
export const MailStatusDue = event(
  'mail.status_due',
  'The service that carries a document is to be asked what became of it.',
  z.object({
    mailId: MailId,
    invoiceId: InvoiceId.optional(),
    creditNoteId: CreditNoteId.optional(),
    carried: z.string(),
    at: Instant,
    asked: z.int().min(0),
  }),
);

/** An SES event as EventBridge brings it; only what is read here. */
export const SesEvent = z.object({
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ timestamp: z.string(), tags: z.record(z.string(), z.array(z.string())) }),
    bounce: z
      .object({ bounceType: z.string(), bouncedRecipients: z.array(z.object({ emailAddress: z.string() })) })
      .optional(),
    complaint: z.object({ complainedRecipients: z.array(z.object({ emailAddress: z.string() })) }).optional(),
  }),
});
export type SesEvent = z.infer<typeof SesEvent>;
