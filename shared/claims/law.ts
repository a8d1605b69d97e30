/**
 * What the law gives for late payment, as dated rows with their source (rules §3.9). A row that we cannot name the source of is not here, and a
 * country that is not here has no legal rate: its company says one in its rules.
 */
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import type { ReferenceName } from './late-charge.ts';

/** In parts per million a year, from a day until the next row's. */
export interface Dated {
  readonly from: LocalDate;
  readonly ppm: number;
  readonly source: string;
}

const halves = (source: string, rows: readonly (readonly [from: LocalDate, ppm: number])[]): Dated[] =>
  rows.map(([from, ppm]) => ({ from, ppm, source }));

/**
 * Of half-years: the rate of their first day holds for all of them. Nothing is known after `KNOWN_UNTIL`. Seen beside the institutions' own words: ECB rows in the table of Banka
 * Slovenije and of the Irish department; OeNB rows up to 2024-01 on its page of interest on business arrears; Bank Rate rows in its list of changes; the others follow from
 * these by § 247 BGB and by the OeNB's rule of half a point.
 */
export const REFERENCES: Readonly<Record<ReferenceName, readonly Dated[]>> = {
  ecb: halves('ECB, main refinancing operations; Article 2(7) of Directive 2011/7/EU', [
    ['2023-01-01', 25_000],
    ['2023-07-01', 40_000],
    ['2024-01-01', 45_000],
    ['2024-07-01', 42_500],
    ['2025-01-01', 31_500],
    ['2025-07-01', 21_500],
    ['2026-01-01', 21_500],
  ]),
  de_base: halves('Deutsche Bundesbank, Basiszinssatz, § 247 BGB', [
    ['2023-01-01', 16_200],
    ['2023-07-01', 31_200],
    ['2024-01-01', 36_200],
    ['2024-07-01', 33_700],
    ['2025-01-01', 22_700],
    ['2025-07-01', 12_700],
    ['2026-01-01', 12_700],
  ]),
  at_base: halves('OeNB, Basiszinssatz, § 1 Abs. 1 1. Euro-JuBeG', [
    ['2023-01-01', 18_800],
    ['2023-07-01', 33_800],
    ['2024-01-01', 38_800],
    ['2024-07-01', 38_800],
    ['2025-01-01', 25_300],
    ['2025-07-01', 15_300],
    ['2026-01-01', 15_300],
  ]),
  gb_base: halves('Bank of England, Bank Rate on the day before; SI 2002/1675', [
    ['2023-01-01', 35_000],
    ['2023-07-01', 50_000],
    ['2024-01-01', 52_500],
    ['2024-07-01', 52_500],
    ['2025-01-01', 47_500],
    ['2025-07-01', 42_500],
    ['2026-01-01', 37_500],
  ]),
};

export type Basis =
  | {
      readonly reference: ReferenceName;
      readonly addPpm: number;
      readonly law: string;
      /** The rate of the day on which it began to run holds until it ends. */
      readonly atStart?: true;
      /** The sum of both is rounded up to a multiple. */
      readonly upToPpm?: number;
    }
  | { readonly ppm: number; readonly law: string };

/** By the principal in minor units: the sum of the last step that it reaches. */
export interface Fixed {
  readonly currency: Money['currency'];
  readonly steps: readonly (readonly [fromMinor: number, minor: number])[];
  readonly law: string;
}
export interface Law {
  readonly business: Basis;
  readonly consumer?: Basis;
  /** Between businesses only. */
  readonly compensation: Fixed;
}

const FORTY = (law: string): Fixed => ({ currency: 'EUR', steps: [[0, 4_000]], law });
const overEcb = (addPpm: number, law: string) => ({ reference: 'ecb' as const, addPpm, law });

/** By the country of the seller: whose law a sale is under where nothing else is agreed (Article 4(1)(a) of Regulation (EC) 593/2008). */
export const LAWS: Readonly<Record<string, Law>> = {
  DE: {
    business: { reference: 'de_base', addPpm: 90_000, law: '§ 288 Abs. 2 BGB' },
    consumer: { reference: 'de_base', addPpm: 50_000, law: '§ 288 Abs. 1 BGB' },
    compensation: FORTY('§ 288 Abs. 5 BGB'),
  },
  AT: {
    business: { reference: 'at_base', addPpm: 92_000, law: '§ 456 UGB' },
    consumer: { ppm: 40_000, law: '§ 1000 Abs. 1 ABGB' },
    compensation: FORTY('§ 458 UGB'),
  },
  FR: {
    business: overEcb(100_000, 'Article L441-10 II du Code de commerce'),
    compensation: FORTY('Article D441-5 du Code de commerce'),
  },
  NL: {
    business: overEcb(80_000, 'Artikel 6:119a en 6:120 lid 2 BW'),
    compensation: FORTY('Artikel 6:96 lid 4 BW'),
  },
  IT: {
    business: overEcb(80_000, 'Articoli 2 e 5 del D.Lgs. 231/2002'),
    compensation: FORTY('Articolo 6 del D.Lgs. 231/2002'),
  },
  ES: {
    business: overEcb(80_000, 'Artículo 7 de la Ley 3/2004'),
    compensation: FORTY('Artículo 8 de la Ley 3/2004'),
  },
  // The published sums are its test: 8.5 % from 0.05 + 8, 12.5 % from 4.25 + 8, 10.5 % from 2.15 + 8.
  BE: {
    business: {
      ...overEcb(80_000, 'Article 5 de la loi du 2 août 2002'),
      upToPpm: 5_000,
    },
    compensation: FORTY('Article 6 de la loi du 2 août 2002'),
  },
  // Only one rate applies to a late payment: that of the day on which it was to be paid (Department of Enterprise, Trade and Employment).
  IE: {
    business: { ...overEcb(80_000, 'S.I. No. 580/2012, reg. 4'), atStart: true },
    compensation: {
      currency: 'EUR',
      steps: [
        [0, 4_000],
        [100_001, 7_000],
        [1_000_001, 10_000],
      ],
      law: 'S.I. No. 580/2012, reg. 9 and Schedule',
    },
  },
  GB: {
    business: {
      reference: 'gb_base',
      addPpm: 80_000,
      law: 'Late Payment of Commercial Debts (Interest) Act 1998, s. 6',
      atStart: true,
    },
    compensation: {
      currency: 'GBP',
      steps: [
        [0, 4_000],
        [100_000, 7_000],
        [1_000_000, 10_000],
      ],
      law: 'Late Payment of Commercial Debts (Interest) Act 1998, s. 5A',
    },
  },
};

/** The last day that our rows of reference rates are for: what comes after is said in the rules. */
export const KNOWN_UNTIL: LocalDate = '2026-06-30';
