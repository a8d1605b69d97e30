/**
 * What a customer's reply says, by its words alone: paid, will pay, wrong, wrong contact. `sure` only where one thing is said, in
 * full, and nothing speaks against it; whatever is not sure is for a person to read. Bounded patterns, no learning: the same words
 * are understood the same way tomorrow.
 */
import { claimsIn } from '../cash/advice.ts';
import type { Claim } from '../cash/remittance.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { daysIn, isVague, type Day } from './days.ts';
import { ownWords } from './ownwords.ts';
import type { Understood } from './reply.ts';
import {
  ADDRESS,
  ASKS,
  AUTOMATIC,
  MOVED,
  NOT_SURELY,
  PAID,
  REASONS,
  WILL_PAY,
  type ReplyReason,
} from './vocabulary.ts';

export interface Written {
  readonly subject: string;
  readonly text: string;
  /** The mail's own header says that a machine answered (RFC 3834 `Auto-Submitted`). */
  readonly automatic: boolean;
  /** The text of what was attached: numbers are looked for there where the mail names none. */
  readonly attached?: string | undefined;
}
export interface Known {
  readonly today: LocalDate;
  readonly currency: string;
  /** Series of the tenant's entities. */
  readonly prefixes: readonly string[];
}

/** A promise is for so many days ahead. */
const AHEAD_DAYS = 60;
/** Money is on its way so long. */
const BACK_DAYS = 30;

export interface Reading {
  readonly understood: Understood;
  /** What its writer wrote, without what is quoted. */
  readonly own: string;
  /** Of ours, in its own words. */
  readonly numbers: readonly string[];
  readonly claims: readonly Claim[];
}

/** So much of what is attached is read. */
const MOST_ATTACHED = 20_000;

export const understand = ({ subject, text, automatic, attached = '' }: Written, known: Known): Reading => {
  const own = ownWords(text);
  const written = claimsIn(own, known.prefixes, known.currency);
  const claims =
    written.length > 0 ? written : claimsIn(attached.slice(0, MOST_ATTACHED), known.prefixes, known.currency);
  const numbers = claims.map(({ number }) => number);
  const read = { own, numbers, claims };
  const machine = automatic || AUTOMATIC.test(subject);
  if (machine || AUTOMATIC.test(own.split('\n').slice(0, 3).join(' ')))
    return { understood: { is: 'automatic', sure: machine }, ...read };
  const said = [paid, promised, disputed, moved].flatMap((reads) => reads(own, known, numbers) ?? []);
  const [one] = said;
  if (!one) return { understood: { is: 'other', sure: false }, ...read };
  // Two things in one mail, or a question beside: a person answers all of it.
  const whole = said.length === 1 && !ASKS.test(own);
  return { understood: { ...one, sure: one.sure && whole }, ...read };
};

type Read = (own: string, known: Known, numbers: readonly string[]) => Understood | undefined;

/** Some of those who write it put the month first. */
const ENGLISH = /\b(?:the|we|will|have|has|paid|payment|please)\b/i;
/** Numbers of ours are no days. */
const daysOf = (own: string, { today }: Known, numbers: readonly string[]): Day[] =>
  daysIn(
    numbers.reduce((text, number) => text.replaceAll(number, '*'), own),
    today,
    ENGLISH.test(own),
  );

const paid: Read = (own, known, numbers) => {
  if (!PAID.test(own) || WILL_PAY.test(own)) return undefined;
  const days = daysOf(own, known, numbers);
  const [day] = days;
  const fits =
    days.length === 1 && day!.sure && day!.on <= known.today && day!.on >= addDays(known.today, -BACK_DAYS);
  const sure = fits && numbers.length > 0 && !NOT_SURELY.test(own);
  return { is: 'paid', sure, ...(day && { on: day.on }) };
};

const promised: Read = (own, known, numbers) => {
  if (!WILL_PAY.test(own)) return undefined;
  const days = daysOf(own, known, numbers);
  const [day] = days;
  const fits =
    days.length === 1 && day!.sure && day!.on >= known.today && day!.on <= addDays(known.today, AHEAD_DAYS);
  const sure = fits && !isVague(own) && !NOT_SURELY.test(own) && !PAID.test(own);
  return { is: 'promise', sure, ...(day && { on: day.on }) };
};

const disputed: Read = (own, _, numbers) => {
  const reasons = (Object.keys(REASONS) as ReplyReason[]).filter((reason) => REASONS[reason].test(own));
  const [reason] = reasons;
  if (!reason) return undefined;
  return { is: 'dispute', sure: reasons.length === 1 && numbers.length === 1, reason };
};

const moved: Read = (own) => {
  if (!MOVED.test(own)) return undefined;
  const addresses = [...new Set([...own.matchAll(ADDRESS)].map(([found]) => found.toLowerCase()))];
  return { is: 'contact', sure: addresses.length === 1 };
};
