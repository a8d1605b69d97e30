/** What a customer wrote back to a mail of ours, what was understood of it, and what came of it. */
import * as z from 'zod';
import { Claim } from '../cash/remittance.ts';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { idOf } from '../kernel/ids.ts';
import { Email, Text } from '../kernel/party.ts';

export const Understood = z
  .object({
    is: z.enum(['automatic', 'paid', 'promise', 'dispute', 'contact', 'other']),
    sure: z.boolean(),
    numbers: z.array(z.string()),
    on: LocalDate.optional(),
    claims: z.array(Claim).optional(),
    reason: z.string().optional(),
    email: z.string().optional(),
  })
  .meta({ id: 'ReplyUnderstood' });
export type Understood = Readonly<z.infer<typeof Understood>>;
export const ReplyId = idOf('rpl').meta({ id: 'ReplyId' });
export { CustomerId, Instant, Email, Text };
