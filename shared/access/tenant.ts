/** A tenant, its legal entities and the keys of its partners. */
import * as z from 'zod';
import { BillingPolicy } from '../kernel/billing.ts';
import { SCOPES } from '../kernel/contract.ts';
import { Instant, localDate, LocalDate, Zone } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TenantId } from '../kernel/ids.ts';
import { Limits } from '../kernel/limits.ts';
import { Currency } from '../kernel/money.ts';
import { Address, Email, Endpoint, Text, VatId } from '../kernel/party.ts';
import { Bank, PlainAccount } from './bank.ts';
import { AutopayPolicy } from './autopay.ts';
import { Issuer } from './issuer.ts';
import { Role } from './role.ts';

export const EntityId = z.string().regex(/^[a-z][a-z0-9]{1,11}$/);

/** Whom a buyer asks about an invoice (BG-6). */
export const SellerContact = z.strictObject({ name: Text(100), phone: Text(40), email: Email }).meta({
  id: 'SellerContact',
  description: 'Named in e-invoices of a profile; the entity itself where absent.',
});
export type SellerContact = Readonly<z.infer<typeof SellerContact>>;

/** A legal entity: the seller on invoices. Its zone decides legal dates, its series number its invoices. */
export const Entity = z.strictObject({
  id: EntityId,
  name: Text(100),
  address: Address,
  vatId: VatId,
  registration: Text(100).optional(),
  email: Email,
  phone: Text(40).optional(),
  endpoint: Endpoint.optional(),
  contact: SellerContact.optional(),
  zone: Zone,
  currency: Currency,
  bank: Bank,
  accounts: z.array(PlainAccount).max(10).optional().meta({
    description: 'Further accounts, without an IBAN, whose statements (BAI2, OFX) are the entity’s.',
  }),
  /** Bank data that two persons agreed on, and from when they are in force: see `inForce`. */
  bankNext: z.strictObject({ bank: Bank, from: Instant }).optional(),
  /** Prefix of invoice numbers, unique in the tenant: `INV` makes INV-2026-000117. And those before it, whose numbers stand. */
  series: z.string().regex(/^[A-Z]{2,5}$/),
  earlierSeries: z.array(z.string()).optional(),
  /** A PNG or JPEG as a data URL for the head of documents, pages and mails; every snapshot keeps it, so it is small. */
  logo: z
    .string()
    .max(40_000)
    .regex(/^data:image\/(png|jpeg);base64,/)
    .optional(),
  /** How its mails say whom they are from, and where answers go; its name and its address where absent. */
  sender: z.strictObject({ name: Text(60).optional(), replyTo: Email.optional() }).optional(),
  /** Of buttons and links on mails and pages, and of titles of documents; one that cannot be read there is refused (brand.ts). */
  brand: z.strictObject({ colour: z.string().regex(/^#[0-9a-f]{6}$/, 'must be #rrggbb') }).optional(),
  /** Mails that bring what they say as a PDF as well, beside those that always do. */
  attach: z
    .array(z.enum(['order_confirmation', 'receipt']))
    .max(2)
    .optional()
    .meta({
      description:
        'Which mails bring a PDF beside invoices, credit notes, statements and reminders: each is one more document to draw and to keep.',
    }),
  /** Days after the due date on which a reminder goes out. */
  reminders: z.array(z.int().min(1).max(365)).max(6).default([3, 10, 20]),
  depositReminders: z.array(z.int().min(1).max(365)).min(1).max(3).optional().meta({
    description:
      'Days after the day by which a deposit was asked for on which its friendly reminder goes out; none where absent.',
  }),
  /** Which provider a payment link uses. */
  provider: z.enum(['stripe', 'sandbox', 'gocardless', 'hosted']).default('sandbox'),
  /** Whether a payer may pay less than is asked for on the page of an invoice; all or nothing where absent. */
  partPayments: z
    .strictObject({ leastPercent: z.int().min(1).max(99) })
    .optional()
    .meta({ description: 'Payers may pay a part by an invoice’s link: so much of what is due at least.' }),
  autopay: AutopayPolicy.optional(),
  /** Consumers of other member states: taxed at home below the threshold of Article 59c; by OSS they are refused. */
  distanceSales: z.enum(['home', 'oss']).optional(),
  /** How much more than ordered may be delivered where a line does not say. */
  overDeliveryPercent: z.optional(z.string().regex(/^(100|[1-9]?\d(\.\d{1,4})?)$/)),
  /** When orders are invoiced whose customers have no policy of their own; each delivery by itself where absent. */
  billing: BillingPolicy.optional(),
  /**
   * Invoices in another currency say their tax in the entity's own, too (Article 230 of Directive 2006/112/EC), by a rate that is not older
   * than so many days on the day of the delivery; without one they wait.
   */
  ownCurrencyTax: z.strictObject({ maxAgeDays: z.int().min(0).max(31) }).optional(),
  /** A stock system behind the inventory port, for so many hours a reservation; absent: no stock is kept. */
  inventory: z.strictObject({ kind: z.literal('http'), holdHours: z.int().min(1).max(2160) }).optional(),
});
export type Entity = z.infer<typeof Entity>;

/** What is changed over the API: what numbers, dates and amounts hang on stays with the operator. */
export const EntityProfile = Entity.omit({
  id: true,
  zone: true,
  currency: true,
  series: true,
  earlierSeries: true,
  bankNext: true,
});
export type EntityProfile = z.infer<typeof EntityProfile>;

/** The entity as it is at a moment: bank data that were agreed on are in force from theirs on. */
export const inForce = ({ bankNext, ...entity }: Entity, now: string): Entity =>
  bankNext === undefined
    ? entity
    : bankNext.from <= now
      ? { ...entity, bank: bankNext.bank }
      : { ...entity, bankNext };

/** Accounts whose statements are the entity's: one that was left still gets money, until the next change. */
export const accountsOf = ({ bank, bankNext }: Entity): string[] =>
  [bank, ...(bankNext ? [bankNext.bank] : [])].flatMap(({ iban, qrIban }) => [
    iban,
    ...(qrIban ? [qrIban] : []),
  ]);

/** Told to the address that the entity had before, so that a change that nobody there knows of is stopped in time. */
export const EntityChanging = event(
  'entity.changing',
  'Two persons agreed on other bank data or another address of an entity; bank data are in force from the moment given.',
  z.object({ approvalId: z.string(), entity: EntityId, from: Instant.optional() }),
);

export const Tenant = z.strictObject({
  id: TenantId,
  entities: z.array(Entity).min(1).max(20),
  /** Which version of each template words its mails: `invoice.de` → 3. Here, because every mail reads this record anyhow. */
  wording: z
    .record(z.string(), z.object({ version: z.int().min(1), at: Instant, by: z.string() }))
    .optional(),
  /** The books begin here. */
  openedAt: Instant,
  version: z.int().min(1),
});
export type Tenant = z.infer<typeof Tenant>;

export const KeyId = idOf('key').meta({ id: 'KeyId' });

/** What a key may, and until when. */
const granted = {
  name: Text(60),
  roles: z.array(Role).max(7).default([]),
  scopes: z.array(z.enum(SCOPES)).max(SCOPES.length).default([]).meta({
    description: 'Beside what the roles give.',
  }),
  limits: Limits.optional().meta({
    description: 'In place of the limits of its roles. A key of bare scopes without limits has none.',
  }),
  perMinute: z.int().min(1).max(600_000).optional().meta({
    description: 'Requests in a minute; 6000 where it is absent.',
  }),
  expiresAt: Instant.optional(),
};
export const KeyGrant = z
  .strictObject(granted)
  .refine(({ roles, scopes }) => roles.length + scopes.length > 0, {
    message: 'a key has a role or a scope',
    path: ['roles'],
  })
  .meta({
    anyOf: ['roles', 'scopes'].map((one) => ({
      required: [one],
      properties: { [one]: { type: 'array', minItems: 1 } },
    })),
  });
export type KeyGrant = z.infer<typeof KeyGrant>;

export const ApiKey = z.object({
  ...granted,
  id: KeyId,
  version: z.int().min(1).default(1),
  hash: z.string(),
  /** The secret before the last rotation, and until when it opens. */
  previous: z.object({ hash: z.string(), until: Instant, hand: z.string().optional() }).optional(),
  createdAt: Instant,
  /** Who made it over the API; absent where an operator did. */
  createdBy: z.string().optional(),
  /** Who saw its present secret first: see `rules.ts handOf`. Absent where an operator did. */
  hand: z.string().optional(),
  rotatedAt: Instant.optional(),
  revoked: z.object({ at: Instant, by: z.string(), reason: z.string() }).optional(),
  lastUsedOn: LocalDate.optional(),
});
export type ApiKey = Readonly<z.infer<typeof ApiKey>>;

/** A key without what proves it. */
export const KeyView = ApiKey.omit({ hash: true, previous: true, hand: true })
  .extend({
    overlapUntil: Instant.optional().meta({ description: 'Until when the secret before this one opens.' }),
    lastUsedOn: LocalDate.optional().meta({ description: 'By its day in UTC.' }),
    secret: z.string().optional().meta({
      description: 'The text of the key: in the first answer only, and never again.',
    }),
  })
  .meta({ id: 'Key' });
export type KeyView = z.infer<typeof KeyView>;

/** Credit notes, debit notes and requests for deposits have series of their own beside an entity's invoices: `INV`, CINV, DINV, AINV, formal notices LINV (rules §3.1). */
export const creditSeries = ({ series }: Pick<Entity, 'series'>): string => `C${series}`;
export const debitSeries = ({ series }: Pick<Entity, 'series'>): string => `D${series}`;
export const depositSeries = ({ series }: Pick<Entity, 'series'>): string => `A${series}`;
export const noticeSeries = ({ series }: Pick<Entity, 'series'>): string => `L${series}`;
/** All that an entity numbers by, or has numbered by. */
export const seriesOf = ({
  series,
  earlierSeries = [],
}: Pick<Entity, 'series' | 'earlierSeries'>): string[] =>
  [series, ...earlierSeries].flatMap((one) => [one, ...BESIDE.map((of) => of({ series: one }))]);
const BESIDE = [creditSeries, debitSeries, depositSeries, noticeSeries];
/** What an operator gives to open a tenant or change its entities; the answer holds the new keys, once. */
export const OpenTenant = z.strictObject({
  tenant: TenantId,
  entities: z
    .array(Entity.omit({ bankNext: true, earlierSeries: true }))
    .min(1)
    .max(20)
    .refine((all) => distinct(all.map(({ id }) => id)), 'two entities have the same id')
    .refine((all) => distinct(all.flatMap(seriesOf)), 'two entities share a number series'),
  keys: z.array(KeyGrant).max(50).default([]),
  issuers: z
    .array(Issuer)
    .max(10)
    .refine((all) => {
      const sizeOf = (of: (one: Issuer) => unknown) => new Set(all.map(of)).size;
      const pairs = sizeOf(({ issuer, people }) => `${issuer} ${people}`);
      return sizeOf(({ issuer }) => issuer) === pairs && sizeOf(({ people }) => people) === pairs;
    }, 'each issuer has people of its own')
    .default([]),
});
export type OpenTenant = z.infer<typeof OpenTenant>;

/** The named entity, or the tenant's first where none is named. */
export const entityOf = (
  { entities }: { readonly entities: readonly Entity[] },
  id: string | undefined,
): Entity | undefined => (id === undefined ? entities[0] : entities.find((entity) => entity.id === id));

/** The day of the tenant's first entity: what is meant where no entity is. */
export const houseDay = ({ entities }: Tenant, now: Instant): LocalDate => localDate(now, entities[0]!.zone);

const distinct = (names: readonly string[]): boolean => new Set(names).size === names.length;
