/**
 * Reads of others' tables: acts with their entries stand in `${t}#BOOK#${month}`/`${on}#${act}`, acts without one in `${t}#ACTS#${month}`/`${at}#${act}`
 * (runtime/act.ts).
 * 1. acts that booked, of a month: 1 query per MB · 2. acts that booked nothing, of a month: 1 query per MB
 */
import { addDays, monthOf, monthsBetween, type LocalDate } from '../kernel/dates.ts';
import type { Fact as Announced } from '../kernel/events.ts';
import type { Item, Listing } from '../kernel/storage.ts';
import type { Booked } from '../ledger/entry.ts';
import { bookedIn } from '../ledger/store.ts';

/** An act as it lies there. */
export interface Act {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly trace: string | undefined;
  readonly entry: Booked | undefined;
  readonly events: readonly Announced[];
}
/** What figures and reports are told from; of the rest a year of a busy company is a gigabyte. */
const TOLD = [
  'promise.',
  'dispute.',
  'order.confirmed',
  'invoice.credited',
  'invoice.delivered',
  'payment.received',
  'contact.noted',
  'customer.merged',
];
const isTold = ({ type }: Announced): boolean => TOLD.some((begins) => type.startsWith(begins));

const actIn = (item: Item): Act => ({
  id: String(item['id']),
  at: String(item['at']),
  actor: String(item['actor']),
  action: String(item['action']),
  trace: item['trace'] as string | undefined,
  entry: item['entry'] === undefined ? undefined : bookedIn(item),
  events: ((item['events'] ?? []) as Announced[]).filter(isTold),
});

/** By booking day, to the last one. */
export const bookedActs = (tenant: string, from: LocalDate, to: LocalDate): Listing<Act>[] =>
  listings(`${tenant}#BOOK#`, from, to);
/** By the moment of their requests in UTC. */
export const otherActs = (tenant: string, from: LocalDate, to: LocalDate): Listing<Act>[] =>
  listings(`${tenant}#ACTS#`, from, to);

const listings = (book: string, from: LocalDate, to: LocalDate): Listing<Act>[] =>
  from > to
    ? []
    : monthsBetween(monthOf(from), monthOf(to)).map((month) => ({
        partition: `${book}${month}`,
        ...(month === monthOf(from) && { from }),
        // Both books' keys go on after the day, with signs that sort before any digit of the next.
        ...(month === monthOf(to) && { to: addDays(to, 1) }),
        parse: actIn,
      }));
