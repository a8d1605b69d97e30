/** Prices that were announced: which of them are to come, what a change did to them, and whether one may cost more. */
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { canonical } from '../kernel/fields.ts';
import { wholeOf } from './difference.ts';
import type { Plan } from './plan.ts';
import type { Subscription, Term } from './subscription.ts';

/** Others of the same change join a mail for so long, and what was said by mistake is taken back in it. */
const GATHER_MS = 10 * 60_000;
export const gathered = (since: Instant): Instant => new Date(Date.parse(since) + GATHER_MS).toISOString();
/** Why a mail that has nothing to tell is held back. */
export const TAKEN_BACK = 'the price was taken back';

export type Announced = Term & { readonly announced: NonNullable<Term['announced']> };
type Told = Pick<Subscription, 'terms' | 'end'>;

/** What the customer is, or was, to be told of: a price that begins after the end never does. */
export const announcedIn = ({ terms, end }: Told): Announced[] =>
  terms.filter(
    (term): term is Announced => term.announced !== undefined && (end === undefined || term.from < end),
  );
/**
 * The price that is to come first, or by the change of all subscribers that is named; also where the end is before it, which may be
 * taken back.
 */
export const announcedAfter = (
  terms: Subscription['terms'],
  today: LocalDate,
  change?: number,
): Announced | undefined =>
  announcedIn({ terms }).find(
    ({ from, announced }) => from > today && (change === undefined || announced.change === change),
  );

/** What is in one and not in the other: by a change it was taken back, or, with an end that is taken back, comes again. */
export const announcedOnly = (one: Told, other: Told): Announced[] => {
  const known = announcedIn(other);
  return announcedIn(one).filter(
    ({ from, announced }) =>
      !known.some((term) => term.from === from && term.announced.mailId === announced.mailId),
  );
};

/** Whether anything may cost more: other periods, or another price of what is used, may. */
export const rises = (before: Plan, after: Plan, quantity: string): boolean =>
  canonical([before.interval, before.usage]) !== canonical([after.interval, after.usage]) ||
  wholeOf(after, quantity, after.currency) > wholeOf(before, quantity, before.currency);
