/**
 * Table: the act that carries an entry stands in `${t}#BOOK#${month of booking}`/`${on}#${act}` (runtime/table.ts commit).
 * 1. entries of a month, in order of booking: 1 query per MB
 */
import { monthOf, monthsBetween, type LocalDate } from '../kernel/dates.ts';
import type { Listing } from '../kernel/storage.ts';
import { Entry, type Booked } from './entry.ts';

export const entriesOf = (
  tenant: string,
  month: string,
  from?: LocalDate,
  to?: LocalDate,
): Listing<Booked> => ({
  partition: `${tenant}#BOOK#${month}`,
  ...(from !== undefined && { from }),
  // `$` sorts just above the `#` that follows the date in a key, so the whole last day is included.
  ...(to !== undefined && { to: `${to}$` }),
  parse: (item) => ({
    ...Entry.parse(item['entry']),
    id: String(item['id']),
    at: String(item['at']),
    actor: String(item['actor']),
  }),
});

/** The listings that together hold every entry booked from `from` to `to`, both included. */
export const entriesBetween = (tenant: string, from: LocalDate, to: LocalDate): Listing<Booked>[] =>
  from > to
    ? []
    : monthsBetween(monthOf(from), monthOf(to)).map((month) =>
        entriesOf(
          tenant,
          month,
          monthOf(from) === month ? from : undefined,
          monthOf(to) === month ? to : undefined,
        ),
      );
