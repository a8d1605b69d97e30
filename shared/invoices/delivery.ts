/** Where the mail with a document is, as its invoice shows it. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';

/** Where the mail with the invoice is: the last that SES said of it. Written by dispatch as the state of its mail. */
export const Delivery = z
  .object({
    state: z.enum(['QUEUED', 'SENDING', 'SENT', 'DELIVERED', 'BOUNCED', 'COMPLAINED', 'SUPPRESSED']),
    at: Instant,
    reason: z.string().optional(),
    history: z
      .array(z.object({ state: z.string(), at: Instant, to: z.array(z.string()).optional() }))
      .optional()
      .meta({ description: 'Proof of delivery: to which addresses it set out, and what became of it.' }),
  })
  .meta({ id: 'Delivery' });
export type Delivery = Readonly<z.infer<typeof Delivery>>;
