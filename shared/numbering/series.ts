/** Gapless numbers: one series per legal entity, document type and year (rules §3.1). */
import type { LocalDate } from '../kernel/dates.ts';

export interface Series {
  /** `INV-2026`: prefix of the entity's series and the year of issue. */
  readonly name: string;
  /** The number that the next document gets; 1 for a fresh series. */
  readonly next: number;
  /** Date of the last number: an issue date may not go back within a series. */
  readonly lastOn: LocalDate | undefined;
}

export const seriesName = (prefix: string, issuedOn: LocalDate): string =>
  `${prefix}-${issuedOn.slice(0, 4)}`;

/** `INV-2026-000117`: six digits sort for a million documents a year and grow after that. */
export const numberOf = (series: string, ordinal: number): string =>
  `${series}-${String(ordinal).padStart(6, '0')}`;

/** A number as whoever types it: letters and digits alone. Two that are alike by this are one number. */
export const plainNumber = (number: string): string => number.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

/** The number inside a payment reference (`RF18INV2026000117` without its head), or undefined. */
export const numberInReference = (body: string): string | undefined => {
  const found = /^([A-Z]{2,6})(20\d{2})(\d{6,})$/.exec(body);
  return found ? `${found[1]}-${found[2]}-${found[3]}` : undefined;
};
