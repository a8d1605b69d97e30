/**
 * How e-invoices say a discount for early payment that the tax was computed without (BG-20, BG-21): an allowance in each tax group that it
 * is taken out of, and one exempt charge of the same amount, so that the sums are those without it. Belgian software reads it by reason 66
 * of UNTDID 5189; ZZZ of UNTDID 7161 is whatever both sides agreed on.
 */
import type { Snapshot } from '../invoices/invoice.ts';
import type { TaxTreatment } from '../pricing/price.ts';
import { EARLY_WORDS } from './early-words.ts';

/** What any other discount is said to be, by UNTDID 5189. */
export const DISCOUNT = { is: 'allowance', code: '95' };

export interface Moved {
  readonly is: 'allowance' | 'charge';
  readonly code: '66' | 'ZZZ';
  readonly reason: string;
  readonly minor: number;
  readonly tax: TaxTreatment;
}

export const movedOf = ({
  totals: { untaxed = [] },
  language,
}: Pick<Snapshot, 'totals' | 'language'>): Moved[] => {
  if (untaxed.length === 0) return [];
  const { untaxed: reason } = EARLY_WORDS[language];
  return [
    ...untaxed.map(({ minor, ...tax }): Moved => ({ is: 'allowance', code: '66', reason, minor, tax })),
    { is: 'charge', code: 'ZZZ', reason, minor: movedMinor({ untaxed }), tax: { category: 'E', ratePpm: 0 } },
  ];
};

/** BT-108, and as much more of BT-107. */
export const movedMinor = ({ untaxed = [] }: Pick<Snapshot['totals'], 'untaxed'>): number =>
  untaxed.reduce((total, { minor }) => total + minor, 0);
