/** A basket with its prices and taxes, as orders and invoices keep it. Amounts are in the document's currency. */
import * as z from 'zod';
import { LocalDate } from '../kernel/dates.ts';
import { PositiveDecimal, UnsignedDecimal } from '../kernel/decimal.ts';
import { Text } from '../kernel/party.ts';

/** What is sold decides its class; where and to whom it goes decides the category of EN 16931. */
export const TaxClass = z.enum(['standard', 'reduced', 'zero', 'exempt']).meta({ id: 'TaxClass' });
export type TaxClass = z.infer<typeof TaxClass>;

/** UNTDID 5305 codes that EN 16931 allows here. */
export const TaxCategory = z.enum(['S', 'Z', 'E', 'AE', 'K', 'G', 'O']).meta({
  id: 'TaxCategory',
  description:
    'S standard, Z zero, E exempt, AE reverse charge, K intra-community, G export, O out of scope.',
});
export type TaxCategory = z.infer<typeof TaxCategory>;

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
    unitPrice: UnsignedDecimal.meta({
      description: 'Net of tax, in major units.',
    }),
    taxClass: TaxClass.default('standard'),
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

export const PricedLine = z.object({
  id: z.string(),
  sku: z.string(),
  description: z.string(),
  quantity: z.string(),
  unit: z.string(),
  unitPrice: z.string(),
  taxClass: TaxClass,
  tax: TaxTreatment,
  netMinor: z.int(),
});
export type PricedLine = Readonly<z.infer<typeof PricedLine>>;

export const TaxGroup = TaxTreatment.extend({ baseMinor: z.int(), taxMinor: z.int() });
export type TaxGroup = Readonly<z.infer<typeof TaxGroup>>;

export const Totals = z
  .object({ netMinor: z.int(), taxMinor: z.int(), grossMinor: z.int(), taxes: z.array(TaxGroup) })
  .meta({ id: 'Totals' });
export type Totals = Readonly<z.infer<typeof Totals>>;

/** A rate of law, for a country from a day on. */
export interface DatedRate {
  readonly country: string;
  readonly taxClass: 'standard' | 'reduced';
  readonly ratePpm: number;
  readonly from: LocalDate;
  readonly source: string;
}
