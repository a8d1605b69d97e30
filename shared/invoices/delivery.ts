/** Where the mail with a document is, as its invoice shows it. */
import * as z from 'zod';
import { Channel } from '../customers/customer.ts';
import { Instant } from '../kernel/dates.ts';

/** Why a mail stands in its queue, and since when. */
export const Waits = z
  .object({
    for: z.enum(['breaker', 'hours', 'rate', 'service', 'gathering']).meta({
      description:
        '`breaker`: too many mails of the company bounced or were complained about. `hours`: the recipient’s hours are over. ' +
        '`rate`: so many mails go out in a minute, and it has a later one. `service`: who carries the document does not answer. `gathering`: what else it is to tell of may still come.',
    }),
    since: Instant,
    until: Instant.optional().meta({ description: 'When it is looked at again; soon where absent.' }),
  })
  .meta({ id: 'Waits' });

/** A step that a mail or a document took. */
export const Step = z.object({
  state: z.string(),
  at: Instant,
  to: z.array(z.string()).optional(),
  via: Channel.optional(),
  reason: z.string().optional(),
});

export const DeliveryState = z.enum([
  'QUEUED',
  'SENDING',
  'SENT',
  // Of what a service carries: the other side has taken it, and nobody has said that it is there.
  'ACCEPTED',
  'DELIVERED',
  'BOUNCED',
  'COMPLAINED',
  'SUPPRESSED',
]);

/** Where the mail with the invoice is: the last that SES, or the service that carries it, said of it. Written by dispatch as the state of its mail. */
export const Delivery = z
  .object({
    state: DeliveryState,
    at: Instant,
    reason: z.string().optional(),
    via: Channel.optional().meta({ description: 'By which way it set out; by mail where absent.' }),
    waits: Waits.optional(),
    history: z.array(Step).optional().meta({
      description:
        'Proof of delivery: by which way and to which addresses it set out, and what became of it.',
    }),
  })
  .meta({ id: 'Delivery' });
export type Delivery = Readonly<z.infer<typeof Delivery>>;
