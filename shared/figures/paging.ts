/** Where a page goes on, and as of which moments: what is booked between two pages puts no row on both and none on neither. */
import type { Instant } from '../kernel/dates.ts';

/** `at`: rows that were shown. Moments are milliseconds of the epoch, as many as the answer has. */
export const cursorOf = (at: number, ...moments: readonly Instant[]): string =>
  [at, ...moments.map((moment) => Date.parse(moment))].join('.');

export const placeIn = (cursor: string): { readonly at: number; readonly moments: readonly Instant[] } => {
  const [at, ...moments] = cursor.split('.').map(Number);
  return { at: at!, moments: moments.map((moment) => new Date(moment).toISOString()) };
};
