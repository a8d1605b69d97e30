/** What a company charges of who pays late: by which rate, what a reminder costs, in versions. Before anybody says anything, nothing. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

export const ReferenceName = z.enum(['ecb', 'de_base', 'at_base', 'gb_base']).meta({
  id: 'ReferenceRateName',
  description:
    'ecb: of the main refinancing operations. de_base: Basiszinssatz of § 247 BGB. at_base: Basiszinssatz of the OeNB. gb_base: Bank Rate.',
});
export type ReferenceName = z.infer<typeof ReferenceName>;

const Percent = z.string().regex(/^-?\d{1,2}(\.\d{1,4})?$/);
const amounts = z
  .array(PositiveMoney)
  .min(1)
  .max(20)
  .refine(
    (all) => new Set(all.map(({ currency }) => currency)).size === all.length,
    'a currency comes twice',
  );

const Interest = z
  .discriminatedUnion('rate', [
    z.strictObject({ rate: z.literal('legal') }),
    z.strictObject({ rate: z.literal('contract'), percent: z.string().regex(/^\d{1,2}(\.\d{1,4})?$/) }),
  ])
  .meta({
    id: 'LateInterestRate',
    description: 'legal: of the law of the entity’s country, by who the buyer is. contract: a year.',
  });

const LevelCharge = z
  .strictObject({
    level: z.int().min(1).max(6).meta({ description: 'The how manieth reminder: 1 is the first.' }),
    fee: amounts
      .optional()
      .meta({ description: 'What it costs, by currency; in others it costs nothing. Once per mail.' }),
    interest: z.literal(true).optional().meta({ description: 'It charges interest up to its day.' }),
  })
  .meta({ id: 'LevelCharge' });

export const EntityCharges = z
  .strictObject({
    entity: EntityId,
    interest: Interest.optional().meta({ description: 'Absent: none is charged.' }),
    yearDays: z.union([z.literal(360), z.literal(365)]).default(365),
    buyers: z.enum(['by_vat_id', 'businesses', 'consumers']).default('by_vat_id').meta({
      description: 'Who the law’s businesses are: by_vat_id are those who have a VAT id.',
    }),
    compensation: z.literal(true).optional().meta({
      description:
        'Whether the first reminder that charges interest also charges the fixed sum of the law, of businesses.',
    }),
    least: amounts.optional().meta({
      description: 'Smaller interest is not charged by a reminder; a later one charges it with its own.',
    }),
    order: z
      .enum(['principal_first', 'costs_interest_principal'])
      .optional()
      .meta({
        description:
          'What money pays first that is less than all that is owed of the invoices it is for, and whose payer says nothing else. principal_first, where it is absent: the invoices. ' +
          'costs_interest_principal: costs, then interest, then the invoices (§ 367 BGB, article 1343-1 of the Code civil).',
      }),
    exact: z
      .enum(['invoices', 'by_order'])
      .optional()
      .meta({
        description:
          'Money of exactly the amount of its invoices: invoices, where it is absent, takes that for the payer’s word that it is for them. by_order refuses that ' +
          '(§ 367 (2) BGB).',
      }),
    levels: z
      .array(LevelCharge)
      .max(6)
      .default([])
      .refine((all) => new Set(all.map(({ level }) => level)).size === all.length, 'a level comes twice'),
  })
  .meta({ id: 'EntityLateCharges' });
export type EntityCharges = Readonly<z.infer<typeof EntityCharges>>;

const Reference = z
  .strictObject({
    reference: ReferenceName,
    from: LocalDate,
    percent: Percent,
    source: Text(200, 3).meta({ description: 'Where it was published.' }),
  })
  .meta({
    id: 'ReferenceRate',
    description: 'A reference rate that this version does not know, or knows otherwise.',
  });

export const LateChargeRuleSet = z
  .strictObject({
    entities: z
      .array(EntityCharges)
      .max(20)
      .default([])
      .refine((all) => new Set(all.map(({ entity }) => entity)).size === all.length, 'an entity comes twice')
      .meta({ description: 'An entity comes once, a level of it once, a currency of an amount once.' }),
    references: z
      .array(Reference)
      .max(100)
      .default([])
      .refine(
        (all) => new Set(all.map(({ reference, from }) => `${reference} ${from}`)).size === all.length,
        'a reference rate comes twice for one day',
      )
      .meta({ description: 'One for each rate and day.' }),
  })
  .meta({ id: 'LateChargeRuleSet' });
export type LateChargeRuleSet = Readonly<z.infer<typeof LateChargeRuleSet>>;

export const LateChargeRules = LateChargeRuleSet.extend({
  version: z.int().min(0),
  at: Instant.optional(),
  by: z.string().optional(),
}).meta({ id: 'LateChargeRules' });
export type LateChargeRules = Readonly<z.infer<typeof LateChargeRules>>;

export const NO_RULES: LateChargeRules = { ...LateChargeRuleSet.parse({}), version: 0 };

/** What a reminder charges: said by whoever queues it, charged by the commit that claims it. */
export interface MailCharges {
  readonly feeMinor?: number | undefined;
  readonly interest?: boolean | undefined;
}
export const costs = (charges: MailCharges | undefined): boolean =>
  (charges?.feeMinor ?? 0) > 0 || charges?.interest === true;

/** What the rules say of a reminder of this level and currency; undefined where it costs nothing. */
export const chargesAt = (
  { entities }: LateChargeRules,
  entity: string,
  currency: string,
  level: number,
): MailCharges | undefined => {
  const own = entities.find((one) => one.entity === entity)?.levels.find((one) => one.level === level);
  const fee = own?.fee?.find((one) => one.currency === currency);
  return fee || own?.interest
    ? { ...(fee && { feeMinor: fee.minor }), ...(own?.interest && { interest: true as const }) }
    : undefined;
};

/** A reminder that charges asks for so many debts at most: each is up to four items of the one transaction that claims it, and `fitting` sees to those that are more. */
export const MOST_CHARGED = 20;
