/** Who comes in by a mailed code: what was asked for, the code that waits, and the session that it opens. All of it goes by itself. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { ChangeId } from '../addresses/change.ts';
import { CustomerId } from '../customers/customer.ts';
import { Instant } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';

export const CodeId = idOf('otc');
export const SessionId = idOf('ses');

/** What was asked for at an address, or of a customer, in the last hour; of an address, which code is the one that opens. */
export const Asked = z.object({
  version: z.int().min(1),
  at: z.array(Instant),
  live: CodeId.optional(),
});
export type Asked = Readonly<z.infer<typeof Asked>>;

/** A code of six digits, which is kept nowhere: it is made of the key in the vault and this id. */
export const Code = z.object({
  id: CodeId,
  version: z.int().min(1),
  /** Of the secret in the cookie of the browser that asked. */
  browser: z.string(),
  /** Hidden, as `Asked` stands under it. */
  address: z.string(),
  /** Absent where nobody has the address: no code opens it then. */
  email: z.string().optional(),
  customerId: CustomerId.optional(),
  /** The seller whose page led here: its mail, its colour. */
  entity: EntityId.optional(),
  /** It opens no account: it says that mails of a change of addresses reach somebody. */
  change: ChangeId.optional(),
  until: Instant,
});
export type Code = Readonly<z.infer<typeof Code>>;

export const Session = z.object({
  id: SessionId,
  version: z.int().min(1),
  /** Of the secret in the cookie. */
  secret: z.string(),
  /** The address that the code went to: when it is the customer's no more, the session is over. */
  email: z.string(),
  /** Whose account is looked at. */
  customerId: CustomerId,
  entity: EntityId.optional(),
  begunAt: Instant,
  /** Eight hours after it began. */
  until: Instant,
  over: Instant.optional(),
});
export type Session = Readonly<z.infer<typeof Session>>;

export const SessionBegun = event(
  'session.begun',
  'Somebody of a customer came into its account by a mailed code.',
  z.object({
    sessionId: SessionId,
    customerId: CustomerId,
    contact: z
      .string()
      .meta({ description: 'Which address it was, hidden: the same one has the same mark.' }),
  }),
);
export const SessionEnded = event(
  'session.ended',
  'A session was left, or made way for another of the same browser.',
  z.object({ sessionId: SessionId, customerId: CustomerId }),
);
