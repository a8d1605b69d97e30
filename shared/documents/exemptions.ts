/** Why a tax group has no tax, as a code and in words: UBL and CII say the same. */
import type { TaxCategory, TaxGroup } from '../pricing/price.ts';
import { WORDS } from './words.ts';

/**
 * Codes of the CEF's VATEX list, for a treatment that came without one. E has no general code: its text is
 * enough.
 */
const VATEX: Readonly<Partial<Record<TaxCategory, string>>> = {
  AE: 'VATEX-EU-AE',
  K: 'VATEX-EU-IC',
  G: 'VATEX-EU-G',
  O: 'VATEX-EU-O',
};

/** Standard and zero rated lines must not give a reason (BR-S-10, BR-Z-10), all others must. */
export const exemptionOf = ({
  category: code,
  reasonCode = VATEX[code],
  reason = WORDS.en.sentences[code] ?? WORDS.en.categories[code],
}: TaxGroup): { code: string | undefined; reason: string } | undefined =>
  code === 'S' || code === 'Z' ? undefined : { code: reasonCode, reason };
