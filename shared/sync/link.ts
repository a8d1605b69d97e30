/** What is kept of things in other systems, and what of ours has changed: all that a nightly sync with a CRM or ERP needs. */
import * as z from 'zod';
import { ExternalId, SourceName } from '../customers/customer.ts';
import { Instant } from '../kernel/dates.ts';
import { Text } from '../kernel/party.ts';

export const SystemName = SourceName.meta({
  description: 'Name of the other system.',
  example: 'erp',
});
/** What kind of thing an id names, by its prefix. */
export const KINDS = {
  customer: 'cus',
  order: 'ord',
  invoice: 'inv',
  payment: 'pay',
  statement: 'stm',
} as const;
export const LinkKind = z.enum(Object.keys(KINDS) as (keyof typeof KINDS)[]).meta({ id: 'LinkKind' });
export type LinkKind = z.infer<typeof LinkKind>;
export const OurId = z
  .string()
  .regex(/^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$/)
  .meta({ description: 'Our id of the thing.', example: 'cus_01k9xq4n5e8y7v3m2c1b0a9z8w' });

export const LinkStatus = z.enum(['PENDING', 'SYNCED', 'FAILED']).meta({ id: 'LinkStatus' });

const said = {
  externalId: ExternalId.optional().meta({
    description: 'What the other system calls it, as soon as it has a name for it.',
  }),
  status: LinkStatus,
  detail: Text(500).optional().meta({ description: 'Why it failed, in words for a person.' }),
  version: z.int().min(1).optional().meta({
    description: 'The version of ours that the other system has.',
  }),
};
export const SayLink = z.strictObject(said).meta({ id: 'SayLink' });

/** One row of the mapping table: a thing of ours in one other system. */
export const Link = z
  .object({
    system: SystemName,
    kind: LinkKind,
    id: OurId,
    ...said,
    revision: z.int().min(1).meta({ description: 'Rises with every change of this row.' }),
    failures: z.int().min(0).meta({ description: 'How often it failed since it last did not.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Link' });
export type Link = Readonly<z.infer<typeof Link>>;

/** One announced fact, as the change feed and webhooks tell it. */
export const Change = z
  .object({
    id: z
      .string()
      .meta({ description: 'The fact’s own id: the same in a webhook, and however often it is read.' }),
    type: z.string().meta({ example: 'invoice.issued' }),
    kind: z.string().meta({ description: 'What kind of thing changed.', example: 'invoice' }),
    subject: z.string().meta({ description: 'The id of what changed: read it for how it is now.' }),
    version: z.int().optional().meta({ description: 'The version that it had then, where it is known.' }),
    at: Instant,
    data: z.unknown(),
  })
  .meta({ id: 'Change' });
export type Change = z.infer<typeof Change>;
