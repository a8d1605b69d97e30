/** Who buys and pays. One record per customer; partner systems know it by their own (source, externalId). */
import * as z from 'zod';
import { BillingPolicy } from '../kernel/billing.ts';
import { Instant, LocalDate, Zone } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { Address, Country, Email, Endpoint, Language, Text, VatId } from '../kernel/party.ts';
import { Erased } from './erased.ts';
import { DunningHold } from './hold.ts';

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
/** Its form; `isValidIBAN` judges its check digits (ISO 13616). */
export const Iban = z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/);
/** A short name that a tenant gives to some of its customers; it stands in keys. */
export const Label = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9, dot, dash and underscore')
  .meta({ example: 'wholesale' });

export const Contact = z
  .strictObject({
    role: z.enum(['billing', 'orders', 'disputes', 'executive']),
    name: Text(100),
    email: Email,
    phone: Text(40).optional(),
  })
  .meta({ id: 'Contact', description: 'A person of the customer. Mails of a role go to its contacts.' });
export type Contact = Readonly<z.infer<typeof Contact>>;

export const TaxId = z
  .strictObject({
    country: Country.optional().meta({
      description: 'Who gave the number; the customer’s own country where absent.',
    }),
    value: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ./-]{1,29}$/),
  })
  .meta({ id: 'TaxId', description: 'Checked by form, and by check digits where they are public.' });
export type TaxId = Readonly<z.infer<typeof TaxId>>;

export const EInvoiceProfile = z.enum(['en16931', 'xrechnung', 'peppol-bis-3']).meta({
  id: 'EInvoiceProfile',
  description: 'Plain EN 16931, XRechnung 3.0 or Peppol BIS Billing 3.0.',
});
export type EInvoiceProfile = z.infer<typeof EInvoiceProfile>;
export const EInvoice = z
  .strictObject({
    profile: EInvoiceProfile,
    buyerReference: Text(100).optional().meta({
      description: 'BT-10: what the buyer sorts invoices by; the Leitweg-ID of a German public body.',
    }),
    endpoint: Endpoint.optional(),
  })
  .meta({
    id: 'EInvoice',
    description: 'By which rules e-invoices are written; plain EN 16931 where absent.',
  });
export type EInvoice = Readonly<z.infer<typeof EInvoice>>;

/** How documents go to a customer. */
export const Channel = z.enum(['mail', 'portal', 'webhook', 'edi', 'letter', 'peppol']).meta({
  id: 'Channel',
  description:
    '`mail`: to its addresses. `portal`, `webhook`, `edi`: nothing is sent; the document lies behind its link, and partner systems hear ' +
    'of it by `documents.rendered`. `letter`, `peppol`: by the service that the company has for it, and by mail where it has none or ' +
    'the service refuses. Reminders go by `letter`, too, and wherever no address takes mail and the company has a service for letters. ' +
    'Everything else that is told goes by mail.',
});
export type Channel = z.infer<typeof Channel>;

const profile = {
  name: Text(100),
  address: Address,
  vatId: VatId.optional(),
  /** Where invoices go, one mail to all of them, unless a contact has the role for it. */
  emails: z.array(Email).min(1).max(5),
  language: Language.default('en'),
  currency: Currency,
  paymentTermsDays: z.int().min(0).max(180).default(30),
  /** Accounts that this customer pays from. */
  ibans: z.array(Iban).max(20).default([]),
  contacts: z.array(Contact).max(20).optional(),
  taxIds: z.array(TaxId).max(10).optional(),
  eInvoice: EInvoice.optional(),
  deliveryAddresses: z.array(Address).max(20).optional(),
  zone: Zone.optional(),
  parent: CustomerId.optional().meta({ description: 'The customer that this one belongs to.' }),
  creditGroup: Label.optional().meta({
    description:
      'Customers of one group share one limit and one exposure. What is owed already stays where it is.',
  }),
  segment: Label.optional().meta({
    description: 'Chooses its price lists and the rules that hold its orders.',
  }),
  tags: z.array(Label).max(20).optional(),
  channel: Channel.optional().meta({
    description: 'How invoices and credit notes go to it, and by `letter` reminders; `mail` where absent.',
  }),
  paymentMethod: z.enum(['bank_transfer', 'card', 'direct_debit', 'cash', 'cheque']).optional(),
  billing: BillingPolicy.optional().meta({
    description: 'Holds for orders that are placed from now on; the entity’s policy where absent.',
  }),
  paymentTermsUntil: LocalDate.optional().meta({
    description: 'The last day of the agreed terms; a rule may hold orders after it.',
  }),
};
export const CustomerProfile = z.strictObject(profile).meta({ id: 'CustomerProfile' });
export type CustomerProfile = z.infer<typeof CustomerProfile>;

/**
 * Mails that a customer may do without. Invoices, credit notes and reminders are not among them, because rights hang on their
 * arrival, and neither is the confirmation of an order, which the seller owes (Article 11 of Directive 2000/31/EC).
 */
export const CourtesyMail = z.enum(['receipt', 'statement', 'instalment']).meta({
  id: 'CourtesyMail',
  description:
    'Mails that a customer may switch off: receipts for payments, statements of account, notes before an instalment of a payment plan.',
});
export type CourtesyMail = z.infer<typeof CourtesyMail>;
export const MailsOff = z
  .array(z.object({ kind: CourtesyMail, at: Instant, by: z.string() }))
  .meta({ description: 'Mails that it wants no more, since when, and who said so.' });

export const ExternalName = z
  .object({ source: SourceName, externalId: ExternalId })
  .meta({ id: 'ExternalName' });
export type ExternalName = Readonly<z.infer<typeof ExternalName>>;

export const Customer = z
  .object({
    id: CustomerId,
    version: z.int().min(1),
    source: SourceName,
    externalId: ExternalId,
    ...profile,
    emails: z.array(Email).max(5),
    erased: Erased.optional(),
    externalIds: z.array(ExternalName).optional().meta({
      description: 'Further names, of the same system or of others: those of customers that were merged.',
    }),
    aliases: z
      .array(CustomerId)
      .optional()
      .meta({ description: 'Ids of customers that were merged into it.' }),
    mergedInto: CustomerId.optional().meta({ description: 'This record is an alias of that one.' }),
    undeliverable: z
      .array(z.object({ email: z.string(), reason: z.enum(['bounced', 'complained']), at: Instant }))
      .optional()
      .meta({ description: 'Addresses of it that take no mail any more; gone with the address.' }),
    mailsOff: MailsOff.optional(),
    dunningHold: DunningHold.optional(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Customer' });
export type Customer = Readonly<z.infer<typeof Customer>>;

/** A change of the record: who, when, and each field before and after. The first one has no before. */
export const CustomerVersion = z
  .object({
    version: z.int().min(1),
    at: Instant,
    by: z.string(),
    trace: z.string(),
    changes: z.array(
      z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
    ),
  })
  .meta({ id: 'CustomerVersion' });
export type CustomerVersion = Readonly<z.infer<typeof CustomerVersion>>;

/** Something that happened to or with the customer, as the books know it. */
export const TimelineRow = z
  .object({
    at: Instant,
    by: z.string(),
    what: z.string().meta({ example: 'invoices.issue' }),
    facts: z.array(z.object({ type: z.string(), subject: z.string(), data: z.unknown() })),
    trace: z.string().optional(),
  })
  .meta({ id: 'TimelineRow' });
export type TimelineRow = Readonly<z.infer<typeof TimelineRow>>;

export const DuplicateId = z.string().regex(/^cus_[0-9a-z]{26}\.cus_[0-9a-z]{26}$/);
/** Two records that may be one customer: what speaks for it, and what a person made of it. */
export const Duplicate = z
  .object({
    id: DuplicateId,
    version: z.int().min(1),
    customers: z.tuple([CustomerId, CustomerId]),
    score: z.int().min(0).max(100),
    reasons: z.array(z.object({ code: z.string(), detail: z.string() })),
    state: z.enum(['OPEN', 'MERGED', 'DISMISSED']),
    at: Instant,
    by: z.string(),
  })
  .meta({ id: 'Duplicate' });
export type Duplicate = Readonly<z.infer<typeof Duplicate>>;

/** An address that bounced for good or complained: no mail goes there until a person lifts it; what SES told before is past then. */
export const Suppressed = z.object({
  address: z.string(),
  reason: z.enum(['bounced', 'complained']),
  at: Instant,
  lifted: z.object({ at: Instant, by: z.string(), reason: z.string() }).optional(),
});
export type Suppressed = z.infer<typeof Suppressed>;

export const CustomerSaved = event(
  'customer.saved',
  'A customer was created or changed.',
  z.object({ customerId: CustomerId, version: z.int() }),
);
export const CustomerMerged = event(
  'customer.merged',
  'A customer turned out to be another: its id is an alias from now on.',
  z.object({ customerId: CustomerId, mergedId: CustomerId }),
);

/** Where mails of a kind go: the contacts of its role, else the addresses of the profile. */
export const addressesOf = (
  { emails, contacts = [] }: Pick<Customer, 'emails' | 'contacts'>,
  role: Contact['role'],
): readonly string[] => {
  const named = contacts.filter((contact) => contact.role === role).map(({ email }) => email);
  return named.length === 0 ? emails : [...new Set(named)];
};

/** All ids that a customer answers to: its own first, then those of the records that were merged into it. */
export const idsOf = ({ id, aliases = [] }: Pick<Customer, 'id' | 'aliases'>): Customer['id'][] => [
  id,
  ...aliases,
];
