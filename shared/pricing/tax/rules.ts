/**
 * The built-in engine behind the tax port: which VAT category of EN 16931 a line carries, from who sells, who buys and what it is.
 * Failure blocks: what is not known, or not done here, is a refusal and never 0 %. Codes: VATEX list of the CEF. Articles are of
 * Directive 2006/112/EC.
 */
import type { LocalDate } from '../../kernel/dates.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { DatedRate, Supply, TaxClass, TaxTreatment } from '../price.ts';
import { EU, RATES } from './rates.ts';

export interface Parties {
  readonly seller: string;
  readonly buyer: string;
  readonly buyerVatId?: string | undefined;
  /** The buyer is a business by another number than one of the Union's, such as a Swiss or US one. */
  readonly buyerIsBusiness?: boolean | undefined;
  readonly on: LocalDate;
  /** Sales to consumers of other member states: at home below the threshold of Article 59c, else by OSS, which is not done here. */
  readonly distanceSales?: 'home' | 'oss' | undefined;
  /** In force on the day, of the seller's country: frees the buyer's domestic purchases. */
  readonly exemption?: { readonly reason: string; readonly reasonCode?: string | undefined } | undefined;
}
export type TaxRefusal =
  | 'tax.rate_unknown'
  | 'tax.oss_unsupported'
  | 'tax.vat_id_required'
  | 'tax.mixed_scope';
export type Taxed = Result<TaxTreatment, TaxRefusal>;
/** The port: another engine answers the same question, and its failure blocks as this one's does. */
export type TaxPort = (what: { taxClass: TaxClass; supply?: Supply | undefined }) => Taxed;

export const euTax =
  (parties: Parties): TaxPort =>
  ({ taxClass, supply }) =>
    treatmentOf(taxClass, parties, supply);

export const treatmentOf = (taxClass: TaxClass, parties: Parties, supply: Supply = 'goods'): Taxed => {
  if (taxClass === 'out_of_scope') return free('O', 'VATEX-EU-O', 'Not subject to VAT');
  const { seller, buyer } = parties;
  if (seller === buyer) return atHome(taxClass, parties);
  if (!(EU.has(seller) && EU.has(buyer))) return outside(taxClass, parties, supply);
  // A VAT identifier of the seller's own country makes the buyer no business elsewhere.
  if (isBusinessElsewhere(parties)) {
    if (supply === 'services')
      return free('AE', 'VATEX-EU-AE', 'Reverse charge, Articles 44 and 196 of Directive 2006/112/EC');
    return free('K', 'VATEX-EU-IC', 'Intra-Community supply, Article 138 of Directive 2006/112/EC');
  }
  if (parties.distanceSales === 'oss')
    return refuse(
      'tax.oss_unsupported',
      `${seller} sells to a consumer in ${buyer} under the One-Stop-Shop: its rates are not kept here.`,
    );
  return atHome(taxClass, parties);
};

/** Goods that leave are exported; services for a business are taxed where it is, for a consumer at home (Article 45). */
const outside = (taxClass: TaxClass, parties: Parties, supply: Supply): Taxed => {
  if (supply === 'goods') return free('G', 'VATEX-EU-G', 'Export outside the European Union');
  return parties.buyerIsBusiness || parties.buyerVatId !== undefined
    ? free(
        'O',
        'VATEX-EU-O',
        'Place of supply is the recipient’s country, Article 44 of Directive 2006/112/EC',
      )
    : atHome(taxClass, parties);
};

const atHome = (taxClass: TaxClass, { seller, buyerVatId, exemption, on }: Parties): Taxed => {
  if (taxClass === 'zero') return ok({ category: 'Z', ratePpm: 0 });
  if (taxClass === 'exempt')
    return free('E', 'VATEX-EU-132', 'Exempt under Article 132 of Directive 2006/112/EC');
  if (taxClass === 'reverse_charge')
    return buyerVatId === undefined
      ? refuse('tax.vat_id_required', 'Reverse charge at home needs the buyer’s VAT identifier.')
      : free('AE', 'VATEX-EU-AE', 'Reverse charge, Article 199 of Directive 2006/112/EC');
  if (exemption) return free('E', exemption.reasonCode, exemption.reason);
  const rate = rateOf(seller, taxClass, on);
  return rate
    ? ok({ category: 'S', ratePpm: rate.ratePpm })
    : refuse(
        'tax.rate_unknown',
        `There is no ${taxClass} VAT rate of ${seller} for ${on}: add it to the rates before selling from there.`,
      );
};

/** The row of law for a country, class and day. */
export const rateOf = (country: string, taxClass: TaxClass, on: LocalDate): DatedRate | undefined =>
  RATES.filter((row) => row.country === country && row.taxClass === taxClass && row.from <= on).sort((a, b) =>
    a.from < b.from ? 1 : -1,
  )[0];

const free = (category: TaxTreatment['category'], reasonCode: string | undefined, reason: string): Taxed =>
  ok({ category, ratePpm: 0, ...(reasonCode !== undefined && { reasonCode }), reason });

const isBusinessElsewhere = ({ seller, buyerVatId }: Parties): boolean =>
  buyerVatId !== undefined && !buyerVatId.startsWith(prefixOf(seller));

/** Greece writes EL in VAT identifiers (Article 215). */
const prefixOf = (country: string): string => (country === 'GR' ? 'EL' : country);

/** BR-O-11 to BR-O-14: what is out of scope stands on a document of its own. */
export const oneScope = (treatments: readonly TaxTreatment[]): Result<void, 'tax.mixed_scope'> => {
  const outOfScope = treatments.filter(({ category }) => category === 'O').length;
  return outOfScope === 0 || outOfScope === treatments.length
    ? ok(undefined)
    : refuse(
        'tax.mixed_scope',
        'What is outside the scope of VAT and what is within it are two orders: EN 16931 has no document for both.',
      );
};
