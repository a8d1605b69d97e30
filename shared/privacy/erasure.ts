/** An order to take out what is known of a customer, and how far it is; and what is told to a customer who asks what is known. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { ErasureId } from '../customers/erased.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { TraceId } from '../kernel/ids.ts';
import { Country, Text } from '../kernel/party.ts';

/** A minute is longer than any request lives that read the record before it was closed. */
export const WAIT_SECONDS = 60;

export const AskErasure = z
  .strictObject({
    reason: Text(300, 3).meta({ description: 'Why, without names: it is kept with what was done.' }),
  })
  .meta({ id: 'AskErasure' });

/** One thing that is under way with the customer, and has to end before. */
export const Open = z.object({ code: z.string(), detail: z.string() }).meta({ id: 'OpenMatter' });
export type Open = Readonly<z.infer<typeof Open>>;

/**
 * In this order: `look` decides a last time whether it may be; what a record is found by is made out from its history, so `lookups`
 * comes before `versions`; `kept` counts what law wants.
 */
export const STEPS = [
  'look',
  'lookups',
  'versions',
  'record',
  'timeline',
  'payments',
  'methods',
  'promises',
  'contacts',
  'received',
  'disputes',
  'questions',
  'kept',
] as const;

const n = z.int().min(0);
export const Counts = z
  .object({
    records: n,
    versions: n,
    lookups: n,
    pairs: n,
    messages: n,
    payments: n,
    methods: n.default(0),
    promises: n.default(0),
    contacts: n.default(0),
    received: n.default(0),
    disputes: n.default(0),
    questions: n.default(0),
    drafts: n,
    mails: n,
  })
  .meta({ id: 'ErasureCounts', description: 'What was taken out so far.' });
export type Counts = Readonly<z.infer<typeof Counts>>;

/** Invoices of a seller in one country: they stay as they were issued until the term of its law is over. */
export const Kept = z
  .object({
    country: Country,
    invoices: n,
    lastIssuedOn: LocalDate,
    until: LocalDate.optional().meta({
      description: 'The last day of the term of the newest one; absent where we do not know the law.',
    }),
    law: z.string().optional(),
  })
  .meta({ id: 'KeptByLaw' });
export type Kept = Readonly<z.infer<typeof Kept>>;

export const Erasure = z
  .object({
    id: ErasureId,
    version: z.int().min(1),
    customerId: CustomerId,
    customers: z.array(CustomerId).min(1).meta({ description: 'The record and those merged into it.' }),
    reason: z.string(),
    state: z.enum(['REQUESTED', 'RUNNING', 'DONE', 'STOPPED']).meta({
      description:
        'STOPPED: something had begun in the last minute. Nothing was taken out; ask again when it is over.',
    }),
    /** What is done next: of which of the customers, and from where on. */
    next: z.object({ step: z.enum(STEPS), at: n, cursor: z.string().optional() }),
    counts: Counts,
    kept: z.array(Kept),
    open: z.array(Open).optional().meta({ description: 'Why it stopped.' }),
    requestedBy: z.string(),
    approvedBy: z.string(),
    approvedAt: Instant,
    startsAt: Instant,
    doneAt: Instant.optional(),
    trace: TraceId,
  })
  .meta({ id: 'ErasureKept' });
export type Erasure = Readonly<z.infer<typeof Erasure>>;
export const ErasureView = Erasure.omit({ next: true }).meta({ id: 'Erasure' });

export const ErasureGoesOn = event(
  'erasure.goes_on',
  'Between our workers: the next part of an erasure is to be done, the one that its version says.',
  z.object({ erasureId: ErasureId, version: z.int() }),
);
const told = z.object({ customerId: CustomerId, erasureId: ErasureId });
export const CustomerErased = event(
  'customer.erased',
  'The personal data of a customer were taken out: whoever has a copy takes out its own.',
  told,
);
export const ErasureStopped = event(
  'customer.erasure_stopped',
  'An erasure was given up before it began, because something was under way with the customer.',
  told.extend({ open: z.array(z.string()) }),
);
export const ERASURE_EVENTS = [CustomerErased, ErasureStopped];

/** One thing that is held about a customer. */
export const PersonalDatum = z
  .object({
    about: z.enum([
      'record',
      'standing',
      'score',
      'prediction',
      'credit_account',
      'version',
      'event',
      'order',
      'credit_note',
      'message',
      'invoice',
      'payment',
      'statement_of_account',
      'payment_plan',
      'deduction',
      'promise',
      'contact',
      'dispute',
      'reply',
      'question',
      'received_mail',
      'claim',
      'agency_case',
      'subscription',
    ]),
    data: z.unknown(),
  })
  .meta({ id: 'PersonalDatum' });
export type PersonalDatum = Readonly<z.infer<typeof PersonalDatum>>;
