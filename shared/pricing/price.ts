/** A basket with its prices and taxes, as orders and invoices keep it. Amounts are in the document's currency. */
import * as z from 'zod';
import { LocalDate } from '../kernel/dates.ts';
import { PositiveDecimal, UnsignedDecimal } from '../kernel/decimal.ts';
import { Text } from '../kernel/party.ts';

/** What is sold decides its class; where and to whom it goes decides the category of EN 16931. */
export const TaxClass = z
  .enum(['standard', 'reduced', 'reduced2', 'zero', 'exempt', 'reverse_charge', 'out_of_scope'])
  .meta({
    id: 'TaxClass',
    description:
      'reduced2: the second reduced rate of the seller’s country. reverse_charge: the buyer owes the tax at home as well ' +
      '(Article 199). out_of_scope: no supply at all, such as damages.',
  });
export type TaxClass = z.infer<typeof TaxClass>;
/** Services are taxed where a business buyer is (Article 44), goods where they go. */
export const Supply = z.enum(['goods', 'services']);
export type Supply = z.infer<typeof Supply>;

/** UNTDID 5305 codes that EN 16931 allows here. */
export const TaxCategory = z.enum(['S', 'Z', 'E', 'AE', 'K', 'G', 'O']).meta({
  id: 'TaxCategory',
  description:
    'S standard, Z zero, E exempt, AE reverse charge, K intra-community, G export, O out of scope.',
});
export type TaxCategory = z.infer<typeof TaxCategory>;

export const Percent = z
  .string()
  .regex(/^(100|[1-9]?\d(\.\d{1,4})?)$/, 'must be a percentage from 0 to 100 such as "7.5"')
  .meta({ id: 'Percent', description: 'A percentage from 0 to 100 as text.', example: '7.5' });

const named = {
  reason: Text(100).meta({ description: 'What the customer reads on order and invoice.' }),
  code: Text(40).optional().meta({ description: 'Of the campaign or coupon.' }),
};
export const PercentDiscount = z.strictObject({ ...named, percent: Percent });
export const Discount = z
  .union([PercentDiscount, z.strictObject({ ...named, amount: PositiveDecimal })])
  .meta({ id: 'Discount', description: 'A percentage, or an amount net of tax in major units.' });
export type Discount = z.infer<typeof Discount>;
/** How several discounts on one thing add up. */
export const Stacking = z.enum(['sequential', 'additive', 'best']).meta({
  id: 'Stacking',
  description:
    'sequential: each on what the one before left. additive: each on the undiscounted amount. best: the largest alone.',
});
export type Stacking = z.infer<typeof Stacking>;

/** Rules of a price. `from` of a step is the quantity that it begins at; the first begins at 0. */
const Step = z.strictObject({ from: UnsignedDecimal, price: UnsignedDecimal });
const steps = z
  .array(Step)
  .min(1)
  .max(20)
  .meta({ description: 'By rising quantity; the first begins at "0".' });
export const PriceRule = z
  .discriminatedUnion('model', [
    z.strictObject({ model: z.literal('unit'), price: UnsignedDecimal }),
    z.strictObject({ model: z.literal('flat'), price: UnsignedDecimal }),
    z.strictObject({ model: z.literal('tiered'), steps }),
    z.strictObject({ model: z.literal('volume'), steps }),
    z.strictObject({ model: z.literal('package'), size: PositiveDecimal, price: UnsignedDecimal }),
  ])
  .meta({
    id: 'PriceRule',
    description:
      'unit: price × quantity. flat: one price whatever the quantity. tiered: each step’s part at its price. ' +
      'volume: all at the price of the step that the quantity reaches. package: whole packages, the last one begun counts.',
  });
export type PriceRule = z.infer<typeof PriceRule>;

export const LineInput = z
  .strictObject({
    sku: Text(60),
    description: Text(200),
    quantity: PositiveDecimal.meta({ description: 'Above zero: a return is its own request.' }),
    /** UN/ECE Recommendation 20; C62 is one piece. */
    unit: z
      .string()
      .regex(/^[A-Z0-9]{2,3}$/)
      .default('C62'),
    unitPrice: UnsignedDecimal.optional().meta({
      description: 'Net of tax, in major units. Absent: by contract or price list.',
    }),
    taxClass: TaxClass.default('standard'),
    supply: Supply.optional().meta({ description: 'Goods where absent.' }),
    discounts: z.array(Discount).min(1).max(10).optional(),
    overDeliveryPercent: Percent.optional().meta({
      description: 'How much more than ordered may be delivered; the entity’s where absent.',
    }),
  })
  .meta({ id: 'LineInput' });
export type LineInput = z.infer<typeof LineInput>;

/** Percent in parts per million: 190000 is 19 %. */
export const TaxTreatment = z.object({
  category: TaxCategory,
  ratePpm: z.int().min(0).max(1_000_000),
  reasonCode: z.string().optional(),
  reason: z.string().optional(),
});
export type TaxTreatment = Readonly<z.infer<typeof TaxTreatment>>;

/** Where a line's price is from; frozen with it. `used` are the steps or packages that it was made of. */
export const PriceSource = z
  .object({
    source: z.enum(['given', 'list', 'plan']),
    list: z.string().optional(),
    version: z.int().optional(),
    contract: z.string().optional(),
    quote: z.string().optional(),
    model: z.enum(['unit', 'flat', 'tiered', 'volume', 'package']).optional(),
    used: z.array(z.object({ quantity: z.string(), price: z.string() })).optional(),
    passedOver: z.array(z.string()).optional().meta({ description: 'Lists that did not apply, and why.' }),
  })
  .meta({ id: 'PriceSource' });
export type PriceSource = Readonly<z.infer<typeof PriceSource>>;

/** What was taken off: BG-27 on a line, BG-20 on a document. `percentPpm` of `baseMinor`, where it was a percentage. */
export const Allowance = z.object({
  reason: z.string(),
  code: z.string().optional(),
  percentPpm: z.int().optional(),
  baseMinor: z.int().optional(),
  minor: z.int().min(0),
});
export type Allowance = Readonly<z.infer<typeof Allowance>>;

/** BG-26: the days that a line is for, the last one included. */
export const ServicePeriod = z
  .object({ from: LocalDate, until: LocalDate })
  .meta({ id: 'ServicePeriod', description: 'The first and the last day that it is for.' });
export type ServicePeriod = Readonly<z.infer<typeof ServicePeriod>>;

export const PricedLine = z.object({
  id: z.string(),
  sku: z.string(),
  description: z.string(),
  quantity: z.string(),
  unit: z.string(),
  unitPrice: z.string(),
  baseQuantity: z
    .string()
    .optional()
    .meta({ description: 'The quantity that unitPrice is for; 1 where absent.' }),
  price: PriceSource.optional(),
  taxClass: TaxClass,
  supply: Supply.optional(),
  tax: TaxTreatment,
  period: ServicePeriod.optional(),
  allowances: z.array(Allowance).optional(),
  /** The line's own discounts as asked, for an amendment; a list's are not among them. */
  discounts: z.array(Discount).optional(),
  overDeliveryPercent: z.string().optional(),
  netMinor: z.int().meta({ description: 'After the line’s allowances.' }),
});
export type PricedLine = Readonly<z.infer<typeof PricedLine>>;

export const TaxGroup = TaxTreatment.extend({ baseMinor: z.int(), taxMinor: z.int() });
export type TaxGroup = Readonly<z.infer<typeof TaxGroup>>;

/** A discount on the document, the part of it that falls on one tax group. */
export const DocumentAllowance = Allowance.extend({ category: TaxCategory, ratePpm: z.int() });
export type DocumentAllowance = Readonly<z.infer<typeof DocumentAllowance>>;

/** What of a tax group may be kept by who pays early, where that bears no tax whether it is kept or not. */
export const Untaxed = z
  .object({ category: TaxCategory, ratePpm: z.int(), minor: z.int().min(1) })
  .meta({ id: 'Untaxed' });
export type Untaxed = Readonly<z.infer<typeof Untaxed>>;

export const Totals = z
  .object({
    netMinor: z.int().meta({ description: 'Lines less document allowances.' }),
    taxMinor: z.int(),
    grossMinor: z.int(),
    taxes: z.array(TaxGroup),
    allowances: z.array(DocumentAllowance).optional(),
    untaxed: z.array(Untaxed).optional().meta({
      description:
        'Early-payment discount of terms whose tax is computed on the discounted base: `taxes` count it as exempt, and it is part of the net.',
    }),
  })
  .meta({ id: 'Totals' });
export type Totals = Readonly<z.infer<typeof Totals>>;

/** A rate of law, for a country from a day on. */
export interface DatedRate {
  readonly country: string;
  readonly taxClass: 'standard' | 'reduced' | 'reduced2';
  readonly ratePpm: number;
  readonly from: LocalDate;
  readonly source: string;
}
