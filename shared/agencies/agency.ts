/** A collection agency as a company's own data: who it is, and what it may be handed. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { PositiveMoney } from '../kernel/money.ts';
import { Address, Country, Email, Language, Text } from '../kernel/party.ts';

export const AgencyName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and dash, and begin with a letter')
  .meta({ id: 'AgencyName', example: 'north-collect' });

export const Agency = z
  .strictObject({
    agency: AgencyName,
    name: Text(100),
    address: Address,
    email: Email.meta({ description: 'Where cases and news of them are sent.' }),
    phone: Text(40).optional(),
    language: Language.default('en'),
    reference: Text(60).optional().meta({ description: 'Under which it knows the company.' }),
    fees: Text(300).optional().meta({ description: 'What was agreed on, in words.' }),
    least: z
      .array(PositiveMoney)
      .max(20)
      .refine(
        (all) => new Set(all.map(({ currency }) => currency)).size === all.length,
        'a currency comes twice',
      )
      .default([])
      .meta({ description: 'It takes no smaller case, interest and costs counted. A currency comes once.' }),
    countries: z
      .array(Country)
      .max(60)
      .optional()
      .meta({ description: 'Of the debtors that it takes; all where absent.' }),
    debtors: z.enum(['all', 'businesses', 'consumers']).default('all').meta({
      description: 'Who has a VAT id is a business.',
    }),
    collects: z.enum(['for_us', 'itself']).default('for_us').meta({
      description: 'for_us: debtors pay into our account. itself: into its own, and it pays over.',
    }),
    iban: z
      .string()
      .regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/)
      .optional()
      .meta({ description: 'The account that it pays over from: by it our bank line is known.' }),
    payHere: z.boolean().default(true).meta({
      description: 'Whether our own pages go on taking money for what is with it.',
    }),
    active: z.boolean().default(true).meta({ description: 'Not active: it is handed nothing new.' }),
  })
  .meta({ id: 'CollectionAgency' });
export type Agency = Readonly<z.infer<typeof Agency>>;

export const AgencyBookSet = z
  .strictObject({
    agencies: z
      .array(Agency)
      .max(20)
      .refine((all) => new Set(all.map(({ agency }) => agency)).size === all.length, 'an agency comes twice')
      .meta({ description: 'Each name once. The first that takes a case is proposed for it.' }),
  })
  .meta({ id: 'AgencyBookSet' });
export const AgencyBook = AgencyBookSet.extend({
  version: z.int().min(0),
  at: Instant.optional(),
  by: z.string().optional(),
}).meta({ id: 'AgencyBook' });
export type AgencyBook = Readonly<z.infer<typeof AgencyBook>>;
export const NO_AGENCIES: AgencyBook = { version: 0, agencies: [] };
