/** How like two entries of one amount are, by all that their bank says of each; banks shorten and drop what they say. */
import { daysBetween } from '../kernel/dates.ts';
import type { Movement } from './movement.ts';
import type { BankLine } from './statement.ts';

type Said = Pick<
  BankLine,
  'bookedOn' | 'valueOn' | 'bankRef' | 'endToEndId' | 'references' | 'text' | 'counterparty'
>;

const POINTS = {
  bankRef: 100,
  endToEnd: 60,
  reference: 40,
  account: 20,
  text: 20,
  name: 10,
  day: 5,
} as const;

/**
 * Undefined where they are not one payment: what both say differs, or nothing speaks for it. Where one of them says nothing at all
 * of who and what for, the day has to be the same.
 */
export const likeness = (a: Said, b: Said): number | undefined => {
  const texts = agree(numbersIn(a.text), numbersIn(b.text));
  const said = [
    [POINTS.bankRef, isPart(a.bankRef, b.bankRef) || undefined],
    [POINTS.endToEnd, equal(a.endToEndId, b.endToEndId)],
    [POINTS.reference, agree(a.references.map(plain), b.references.map(plain))],
    [POINTS.account, equal(ibanOf(a), ibanOf(b))],
    [POINTS.text, isPart(plain(a.text), plain(b.text)) || texts],
    [
      POINTS.name,
      isPart(
        a.counterparty.name && plain(a.counterparty.name),
        b.counterparty.name && plain(b.counterparty.name),
        4,
      ) || undefined,
    ],
  ] as const;
  const strong = said.slice(0, 3).some(([, is]) => is);
  // Another payer, or another purpose, unless the bank or the payer gave both one reference.
  if (said.some(([, is]) => is === false) && !strong) return undefined;
  const points = said.reduce((sum, [each, is]) => sum + (is ? each : 0), 0);
  if (points === 0 && !((isSilent(a) || isSilent(b)) && isSameDay(a, b))) return undefined;
  return points + (isSameDay(a, b) ? POINTS.day : 0) + nearness(a, b);
};

/** A batch, told as a whole, with another one or with the one line of its sum: by the bank's reference, or by its day where no payer is named. */
export const likenessOfBatch = (a: Movement | BankLine, b: Movement | BankLine): number | undefined => {
  if (isPart(refOf(a), refOf(b))) return POINTS.bankRef + nearness(a, b);
  const isSum = [a, b].every((one) => 'told' in one || ibanOf(one) === undefined);
  return isSum && a.bookedOn === b.bookedOn ? POINTS.day : undefined;
};

const refOf = (one: Movement | BankLine): string | undefined =>
  'told' in one ? one.parts?.bankRef : one.bankRef;
const nearness = (a: { bookedOn: string }, b: { bookedOn: string }): number =>
  0 - Math.abs(daysBetween(a.bookedOn, b.bookedOn)) / 10;
const isSameDay = (a: Said, b: Said): boolean => a.bookedOn === b.bookedOn || a.valueOn === b.valueOn;
const isSilent = ({ endToEndId, references, text, counterparty: { name, iban } }: Said): boolean =>
  endToEndId === undefined &&
  references.length === 0 &&
  plain(text) === '' &&
  name === undefined &&
  iban === undefined;

/** Undefined where one of them does not say. */
const equal = (a: string | undefined, b: string | undefined): boolean | undefined =>
  a === undefined || b === undefined ? undefined : a === b;
/** Whether they have one in common; undefined where one of them has none. */
const agree = (a: readonly string[], b: readonly string[]): boolean | undefined =>
  a.length === 0 || b.length === 0 ? undefined : a.some((one) => b.includes(one));

/** One is the other, or so long a part of it that it is no accident: MT940 has room for 16 characters where camt has 35. */
const isPart = (a: string | undefined, b: string | undefined, least = 8): boolean => {
  if (!a || !b) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short === long || (short.length >= least && long.includes(short));
};
const plain = (text: string): string => text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
/** Words with digits in them: numbers of invoices and orders, whatever a bank puts around them. */
const numbersIn = (text: string): string[] =>
  text
    .toUpperCase()
    .split(/[^\p{L}\p{N}-]+/u)
    .map(plain)
    .filter((word) => word.length >= 5 && /\d{3}/.test(word));
/** A number of the bank's own says nothing against an IBAN. */
const ibanOf = ({ counterparty: { iban } }: Pick<BankLine, 'counterparty'>): string | undefined =>
  iban !== undefined && /^[A-Z]{2}\d{2}/.test(iban) ? iban : undefined;
