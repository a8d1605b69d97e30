/**
 * Which VAT category of EN 16931 a line of goods carries, from who sells, who buys and what it is. Failure blocks: an
 * unknown rate is a refusal and never 0 %. Codes: VATEX list of the CEF.
 */
import type { LocalDate } from '../../kernel/dates.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { TaxClass, TaxTreatment } from '../price.ts';
import { EU, RATES } from './rates.ts';

export interface Parties {
  readonly seller: string;
  readonly buyer: string;
  readonly buyerVatId?: string | undefined;
  readonly on: LocalDate;
}

export const treatmentOf = (
  taxClass: TaxClass,
  { seller, buyer, buyerVatId, on }: Parties,
): Result<TaxTreatment, 'tax.rate_unknown'> => {
  if (seller !== buyer && !(EU.has(seller) && EU.has(buyer)))
    return ok({
      category: 'G',
      ratePpm: 0,
      reasonCode: 'VATEX-EU-G',
      reason: 'Export outside the European Union',
    });
  if (seller !== buyer && buyerVatId !== undefined && !buyerVatId.startsWith(prefixOf(seller)))
    return ok({
      category: 'K',
      ratePpm: 0,
      reasonCode: 'VATEX-EU-IC',
      reason: 'Intra-Community supply, Article 138 of Directive 2006/112/EC',
    });
  if (taxClass === 'zero') return ok({ category: 'Z', ratePpm: 0 });
  if (taxClass === 'exempt')
    return ok({
      category: 'E',
      ratePpm: 0,
      reasonCode: 'VATEX-EU-132',
      reason: 'Exempt under Article 132 of Directive 2006/112/EC',
    });
  const rate = RATES.filter(
    (row) => row.country === seller && row.taxClass === taxClass && row.from <= on,
  ).sort((a, b) => (a.from < b.from ? 1 : -1))[0];
  return rate
    ? ok({ category: 'S', ratePpm: rate.ratePpm })
    : refuse(
        'tax.rate_unknown',
        `There is no ${taxClass} VAT rate of ${seller} for ${on}: add it to the rates before selling from there.`,
      );
};

/** Greece writes EL in VAT identifiers (Article 215 of Directive 2006/112/EC). */
const prefixOf = (country: string): string => (country === 'GR' ? 'EL' : country);
