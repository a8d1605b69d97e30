/** Who buys and pays. One record per customer; partner systems know it by their own (source, externalId). */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { Address, Email, Language, Text, VatId } from '../kernel/party.ts';

export const CustomerId = idOf('cus').meta({ id: 'CustomerId' });
/** Names of partner systems and their own ids stand in keys: no blanks, no `#`. */
export const SourceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/)
  .meta({ description: 'Name of the partner system.', example: 'shop' });
export const ExternalId = z
  .string()
  .regex(/^[\w.:/-]{1,80}$/)
  .meta({ description: "The partner system's own id.", example: 'C-1001' });
const Iban = z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/);

const profile = {
  name: Text(100),
  address: Address,
  vatId: VatId.optional(),
  /** Where invoices go: one mail to all of them. */
  emails: z.array(Email).min(1).max(5),
  language: Language.default('en'),
  currency: Currency,
  paymentTermsDays: z.int().min(0).max(180).default(30),
  /** Accounts that this customer pays from. */
  ibans: z.array(Iban).max(20).default([]),
  segment: Text(40).optional().meta({ description: 'Price lists may be for a segment.' }),
};
export const CustomerProfile = z.strictObject(profile).meta({ id: 'CustomerProfile' });
export type CustomerProfile = z.infer<typeof CustomerProfile>;

export const Customer = z
  .object({
    id: CustomerId,
    version: z.int().min(1),
    source: SourceName,
    externalId: ExternalId,
    ...profile,
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Customer' });
export type Customer = Readonly<z.infer<typeof Customer>>;

/** An address that bounced for good or complained: no mail goes there until somebody looks. */
export const Suppressed = z.object({
  address: z.string(),
  reason: z.enum(['bounced', 'complained']),
  at: Instant,
});
export type Suppressed = z.infer<typeof Suppressed>;

export const CustomerSaved = event(
  'customer.saved',
  'A customer was created or changed.',
  z.object({ customerId: CustomerId, version: z.int() }),
);
