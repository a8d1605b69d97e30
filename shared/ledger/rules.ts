import { addDays, type LocalDate } from '../kernel/dates.ts';
import { Entry } from './entry.ts';

/** A question reaches a year ahead at most: every month of it costs a read, and nothing is booked beyond. */
export const lastAskable = (today: LocalDate): LocalDate => addDays(today, 366);

/**
 * A balanced entry without empty lines; undefined where nothing is to be booked (an invoice of free items). An
 * unbalanced one is a bug of its maker and is thrown.
 */
export const entry = (draft: Entry): Entry | undefined => {
  const balance = draft.lines.reduce((total, line) => total + line.minor, 0);
  if (balance !== 0) throw new Error(`entry for ${draft.source} is off by ${balance} minor units`);
  const lines = draft.lines.filter((line) => line.minor !== 0);
  return lines.length === 0 ? undefined : Entry.parse({ ...draft, lines });
};
