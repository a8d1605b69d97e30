/** A change of where a customer is written to, as it asks for it itself: it waits for a code and for a day, and may be stopped until then. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Contact, CustomerId } from '../customers/customer.ts';
import { Instant } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Email } from '../kernel/party.ts';

export const ChangeId = idOf('adc');

/** What is asked for: an address alone is one more, `old` alone goes, both are a change; of the same one, of what it gets. */
export const Wish = z.strictObject({
  old: Email.optional(),
  email: Email.optional(),
  /** Who reads it. */
  name: Contact.shape.name.optional(),
  roles: z.array(Contact.shape.role).max(4).optional(),
});
export type Wish = Readonly<z.infer<typeof Wish>>;

export const ChangeState = z.enum(['PENDING', 'APPLIED', 'STOPPED', 'REPLACED', 'VOID', 'LAPSED']);
/** STOPPED by the customer, REPLACED by a later one, VOID because its addresses were changed otherwise, LAPSED without a code. */
export type ChangeState = z.infer<typeof ChangeState>;

export const AddressChange = z.object({
  id: ChangeId,
  version: z.int().min(1),
  customerId: CustomerId,
  /** In whose name the mails of it go. */
  entity: EntityId,
  wish: Wish,
  /** The address of whoever asked, masked. */
  by: z.string(),
  /** The session that asked: its code is typed there alone. */
  session: z.string().optional(),
  /** The mail that asked, in the place of a session. */
  replyId: z.string().optional(),
  /** The one that waited before, and does not any more. */
  replaces: ChangeId.optional(),
  /** Of the addresses that the customer had then: whoever changed them otherwise since meant others. */
  basis: z.string(),
  /** Who was told: every address that the customer had then. */
  told: z.array(z.string()),
  /** Which code opens it, and how many were mailed. */
  code: z.string().optional(),
  codes: z.int().min(0),
  state: ChangeState,
  askedAt: Instant,
  /** Not before this. */
  from: Instant,
  confirmed: z.object({ at: Instant, by: z.enum(['code', 'link']) }).optional(),
  endedAt: Instant.optional(),
  trace: TraceId,
});
export type AddressChange = Readonly<z.infer<typeof AddressChange>>;

/** When a customer asked in the last day, and which change is the one that waits. */
export const Asks = z.object({
  version: z.int().min(1),
  customerId: CustomerId,
  at: z.array(Instant),
  live: ChangeId,
});
export type Asks = Readonly<z.infer<typeof Asks>>;

const named = { changeId: ChangeId, customerId: CustomerId };
export const ChangeAsked = event(
  'address.change_asked',
  'A customer asked for a change of where it is written to.',
  z.object({ ...named, what: z.enum(['add', 'change', 'remove']) }),
);
export const ChangeConfirmed = event(
  'address.change_confirmed',
  'The new address answered: the change waits for its day.',
  z.object({ ...named, by: z.enum(['code', 'link']) }),
);
export const ChangeEnded = event(
  'address.change_ended',
  'A change of addresses is made, or will not be.',
  z.object({ ...named, state: ChangeState.exclude(['PENDING']) }),
);
