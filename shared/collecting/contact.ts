/** A note of one contact with a customer about what it owes: by which way, what came of it, and whether money or an answer followed. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { Instant } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Text } from '../kernel/party.ts';

export const ContactId = idOf('con').meta({ id: 'CollectionContactId' });

export const ContactChannel = z
  .enum(['phone', 'mail', 'letter', 'visit'])
  .meta({ id: 'CollectionChannel', description: 'How somebody was spoken with, or written to.' });
export type ContactChannel = z.infer<typeof ContactChannel>;

export const ContactResult = z
  .enum(['reached', 'no_answer', 'promised', 'disputed', 'wrong_contact', 'refused', 'left_message'])
  .meta({ id: 'CollectionResult' });

export const NoteContact = z
  .strictObject({
    channel: ContactChannel,
    direction: z.enum(['out', 'in']).meta({ description: 'in: the customer came to us.' }),
    result: ContactResult,
    words: Text(1_000)
      .optional()
      .meta({ description: 'Gone where the customer’s personal data are taken out.' }),
    at: Instant.optional().meta({ description: 'Not in the future; now where it is absent.' }),
  })
  .meta({ id: 'NoteContact' });

/** What followed within seven days. */
export const Outcome = z.enum(['money', 'answer', 'nothing']).meta({
  id: 'CollectionOutcome',
  description:
    'money: it paid something. answer: it was reached, or came to us. Absent while the seven days are not over.',
});
export type Outcome = z.infer<typeof Outcome>;

export const Contact = NoteContact.extend({
  id: ContactId,
  version: z.int().min(1),
  customerId: CustomerId,
  at: Instant,
  outcome: Outcome.optional(),
  notedAt: Instant,
  by: z.string(),
  trace: TraceId,
}).meta({ id: 'CollectionContact' });
export type Contact = Readonly<z.infer<typeof Contact>>;

export const ContactNoted = event(
  'contact.noted',
  'Somebody spoke with a customer about what it owes, or tried to.',
  z.object({
    contactId: ContactId,
    customerId: CustomerId,
    channel: ContactChannel,
    direction: z.enum(['out', 'in']),
    result: ContactResult,
  }),
);
