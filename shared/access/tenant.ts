/** A tenant, its legal entities and the keys of its partners. */
import * as z from 'zod';
import { SCOPES } from '../kernel/contract.ts';
import { Instant, Zone } from '../kernel/dates.ts';
import { TenantId } from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { Address, Email, Text, VatId } from '../kernel/party.ts';

export const EntityId = z.string().regex(/^[a-z][a-z0-9]{1,11}$/);

/** A legal entity: the seller on invoices. Its zone decides legal dates, its series number its invoices. */
export const Entity = z.strictObject({
  id: EntityId,
  name: Text(100),
  address: Address,
  vatId: VatId,
  registration: Text(100).optional(),
  email: Email,
  phone: Text(40).optional(),
  zone: Zone,
  currency: Currency,
  bank: z.strictObject({
    name: Text(80),
    iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/),
    bic: z.string().regex(/^[A-Z0-9]{8}([A-Z0-9]{3})?$/),
  }),
  /** Prefix of invoice numbers, unique in the tenant: `INV` makes INV-2026-000117. */
  series: z.string().regex(/^[A-Z]{2,5}$/),
  /** A PNG or JPEG as a data URL for the head of documents; every snapshot keeps it, so it is small. */
  logo: z
    .string()
    .max(40_000)
    .regex(/^data:image\/(png|jpeg);base64,/)
    .optional(),
  /** Days after the due date on which a reminder goes out. */
  reminders: z.array(z.int().min(1).max(365)).max(6).default([3, 10, 20]),
  /** Which provider a payment link uses. */
  provider: z.enum(['stripe', 'sandbox']).default('sandbox'),
  /** Consumers of other member states: taxed at home below the threshold of Article 59c; by OSS they are refused. */
  distanceSales: z.enum(['home', 'oss']).optional(),
  /** How much more than ordered may be delivered where a line does not say. */
  overDeliveryPercent: z
    .string()
    .regex(/^(100|[1-9]?\d(\.\d{1,4})?)$/)
    .optional(),
  /** A stock system behind the inventory port, for so many hours a reservation; absent: no stock is kept. */
  inventory: z.strictObject({ kind: z.literal('http'), holdHours: z.int().min(1).max(2160) }).optional(),
});
export type Entity = z.infer<typeof Entity>;

export const Tenant = z.strictObject({
  id: TenantId,
  entities: z.array(Entity).min(1).max(20),
  /** The books begin here. */
  openedAt: Instant,
  version: z.int().min(1),
});
export type Tenant = z.infer<typeof Tenant>;

export const ApiKey = z.object({
  id: z.string(),
  name: Text(60),
  scopes: z.array(z.enum(SCOPES)),
  hash: z.string(),
  createdAt: z.iso.datetime(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** What an operator gives to open a tenant or change its entities; the answer holds the new keys, once. */
export const OpenTenant = z.strictObject({
  tenant: TenantId,
  entities: z
    .array(Entity)
    .min(1)
    .max(20)
    .refine((all) => distinct(all.map(({ id }) => id)), 'two entities have the same id')
    .refine((all) => distinct(all.map(({ series }) => series)), 'two entities share a number series'),
  keys: z
    .array(z.strictObject({ name: Text(60), scopes: z.array(z.enum(SCOPES)).min(1) }))
    .max(20)
    .default([]),
});
export type OpenTenant = z.infer<typeof OpenTenant>;

/** The named entity, or the tenant's first where none is named. */
export const entityOf = (tenant: Tenant, id: string | undefined): Entity | undefined =>
  id === undefined ? tenant.entities[0] : tenant.entities.find((entity) => entity.id === id);

const distinct = (names: readonly string[]): boolean => new Set(names).size === names.length;
