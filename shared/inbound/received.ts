/** A mail that came in at an address of ours: who wrote it as far as is known, what was found of it, and what became of it. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';

export const ReceivedMailId = idOf('rcv').meta({ id: 'ReceivedMailId' });

export const ReceivedFile = z
  .object({
    name: z.string(),
    mediaType: z.string().meta({ description: 'As the mail says.' }),
    bytes: z.int().min(0),
    read: z.boolean().meta({
      description:
        'Plain text, CSV or XML: numbers of invoices were looked for in it. Of XML `false` says that it is broken, larger than 1 MB, or has a DTD.',
    }),
  })
  .meta({ id: 'ReceivedFile', description: 'An attachment. It is in the mail.' });
export type ReceivedFile = Readonly<z.infer<typeof ReceivedFile>>;

export const Waiting = z
  .enum(['nobody', 'several', 'spam', 'virus', 'too_many', 'unreadable', 'too_large'])
  .meta({
    id: 'ReceivedMailWaiting',
    description:
      'nobody: it is no known customer’s. several: its sender is an address of more than one customer. spam, virus: SES found such. too_many: more came from there in a day than are read. unreadable, too_large: it is not taken apart.',
  });
export type Waiting = z.infer<typeof Waiting>;

export const KnownBy = z.enum(['answered', 'sender_found', 'said_before', 'person']).meta({
  id: 'ReceivedMailKnownBy',
  description:
    'answered: by the mail that it answers. sender_found: its sender is an address of this customer and of no other. said_before: a person said whose mails of this sender are. person: a person said whose this mail is.',
});
export type KnownBy = z.infer<typeof KnownBy>;

export const ReceivedMail = z
  .object({
    id: ReceivedMailId,
    version: z.int().min(1),
    state: z.enum(['WAITING', 'ASSIGNED', 'TAKEN', 'SET_ASIDE']).meta({
      description:
        'WAITING: a person looks at it. ASSIGNED: a person said whose it is, and it will be read. TAKEN: it is a reply of the customer. SET_ASIDE: a report of delivery, or nobody’s.',
    }),
    waits: Waiting.optional(),
    from: z.string().optional().meta({ description: 'The address that it says it is from.' }),
    subject: z.string().optional(),
    authentic: z.boolean().meta({
      description:
        'SES found by SPF, DKIM and DMARC that it is from the domain that it names. Nothing is done by itself otherwise.',
    }),
    automatic: z.boolean().meta({ description: 'A machine wrote it (RFC 3834).' }),
    files: z.array(ReceivedFile),
    customerId: CustomerId.optional(),
    knownBy: KnownBy.optional().meta({ description: 'How its customer is known.' }),
    candidates: z.array(CustomerId).optional().meta({
      description: 'The customers whose address its sender is, where they are several: it is of one of them.',
    }),
    invoices: z.array(InvoiceId).meta({ description: 'What the mail that it answers was about.' }),
    disputeId: z.string().optional().meta({ description: 'The case whose mail it answers.' }),
    replyId: z.string().optional(),
    /** Key of the mail in the bucket. */
    file: z.string(),
    sentAt: Instant,
    receivedAt: Instant,
    by: z.string().optional().meta({ description: 'Who said whose it is.' }),
    trace: TraceId,
  })
  .meta({ id: 'ReceivedMail' });
export type ReceivedMail = Readonly<z.infer<typeof ReceivedMail>>;

export const ReceivedMailView = ReceivedMail.omit({ file: true }).extend({
  url: z.url().optional().meta({
    description:
      'The mail as it came, with its attachments, for five minutes. Absent where a virus was found in it: an operator has the file.',
  }),
});

/** Whose it is, or nobody's. */
export const PlaceMail = z
  .discriminatedUnion('as', [
    z.strictObject({ as: z.literal('customer'), customerId: CustomerId }),
    z.strictObject({ as: z.literal('nobody') }),
  ])
  .meta({ id: 'PlaceMail' });
export type PlaceMail = Readonly<z.infer<typeof PlaceMail>>;

export const MailWaits = event(
  'inbound.waits',
  'A mail came in, and a person has to look at it.',
  z.object({ receivedMailId: ReceivedMailId, waits: Waiting }),
);
export const MailAssigned = event(
  'inbound.assigned',
  'A person said whose mail it is: it is read now.',
  z.object({ receivedMailId: ReceivedMailId }),
);
