/**
 * Finds invoice numbers, and payouts, in what payers and providers write. Strict on purpose: a number inside another
 * word or number is none.
 */
import { isCreditorReference } from '../kernel/reference.ts';
import { digitReferences } from './digits.ts';
import { numberInReference, numberOf, plainNumber } from '../numbering/series.ts';
import { payoutReferences } from '../payments/payout.ts';
import type { BankLine } from '../bank/statement.ts';
import { MAX_TARGETS, type Mention } from './match.ts';

export interface Mentions {
  readonly mentions: readonly Mention[];
  /** Looks like a creditor reference, but its check digits do not hold. */
  readonly broken: readonly string[];
}

/** `prefixes` are the series of the tenant's entities: nothing else can be an invoice number of ours. */
export const mentionsOf = (
  { references, text, endToEndId }: Pick<BankLine, 'references' | 'text' | 'endToEndId'>,
  prefixes: readonly string[],
): Mentions => {
  const found = new Map<string, Mention>();
  const broken: string[] = [];
  const add = (mention: Mention): void => {
    const known = found.get(mention.number);
    if (!known || rank(mention) < rank(known)) found.set(mention.number, mention);
  };
  for (const given of [...references, text, endToEndId ?? '']) {
    // What has no digits has no number.
    if (!/\d/.test(given)) continue;
    let rest = given.toUpperCase();
    const whole = /^RF\d/.test(rest) ? numberInReference(rest.slice(4)) : undefined;
    // The field of a bank for it holds the reference and nothing else, nearly always.
    if (whole !== undefined && isCreditorReference(rest)) {
      if (prefixes.includes(whole.slice(0, whole.indexOf('-'))))
        add({ number: whole, how: 'checked', found: rest });
      continue;
    }
    for (const { reference, place } of rest.includes('RF') ? creditorReferences(rest) : []) {
      const number = reference && numberInReference(reference.slice(4));
      if (number !== undefined && prefixes.includes(number.split('-')[0]!))
        add({ number, how: 'checked', found: reference! });
      else if (reference === undefined) broken.push(rest.slice(place.from, place.to).trim());
      // What is inside a creditor reference is not read again: with wrong check digits it is not to be believed.
      rest = rest.slice(0, place.from) + '*'.repeat(place.to - place.from) + rest.slice(place.to);
    }
    for (const { word, numbers, sure, holds } of digitReferences(rest, prefixes, given !== text)) {
      // Two digits that stand for more than one series of ours tell less than a whole number.
      const how = sure && numbers.length === 1 ? 'checked' : 'written';
      for (const number of numbers) add({ number, how, found: word });
      if (!holds) broken.push(word);
      rest = rest.replace(word, '*'.repeat(word.length));
    }
    // Our numbers have the century of their year in them.
    for (const mention of rest.includes('2') ? written(rest, prefixes) : [])
      add(
        given === text ? mention : { ...mention, how: mention.how === 'written' ? 'checked' : mention.how },
      );
  }
  return { mentions: [...found.values()].slice(0, MAX_TARGETS), broken };
};

const rank = ({ how }: Mention): number => ['checked', 'written', 'repaired'].indexOf(how);

/** So many words are looked up at once; a text has few with digits in them. */
const MAX_WORDS = 20;
/**
 * What may be a number of another system, where invoices came in with such: words with a digit, two words that stand together, and
 * what a creditor reference with right check digits holds. Which of them are numbers, only the books say.
 */
export const originalsIn = ({
  references,
  text,
  endToEndId,
}: Pick<BankLine, 'references' | 'text' | 'endToEndId'>): Mention[] => {
  const found = new Map<string, Mention>();
  const add = (given: string, how: Mention['how']): void => {
    const number = plainNumber(given);
    const [body, checked] = isCreditorReference(number) ? [number.slice(4), true] : [number, false];
    if (/\d/.test(body) && body.length >= 3 && body.length <= 21 && !found.has(body))
      found.set(body, { number: body, how: checked ? 'checked' : how, found: given });
  };
  for (const given of [...references, text, endToEndId ?? '']) {
    const how = given === text ? 'written' : 'checked';
    if (given !== text) add(given, how);
    const words = given.split(/[\s,;:]+/).filter((word) => word !== '');
    for (const [at, word] of words.entries()) {
      add(word, how);
      if (at > 0) add(`${words[at - 1]} ${word}`, how);
    }
  }
  return [...found.values()].slice(0, MAX_WORDS);
};

/** More in one line would be no payout but a list of them. */
const MAX_PAYOUTS = 10;
/** References of providers' payouts in the line, each once. */
export const payoutNamesOf = ({ text, references, endToEndId, counterparty }: BankLine): string[] => {
  const found = payoutReferences([text, ...references, endToEndId ?? '', counterparty.name ?? ''].join(' '));
  return found.length === 0 ? found : [...new Set(found)].slice(0, MAX_PAYOUTS);
};

/** `RF`, check digits, and what follows with or without blanks: the shortest run of our own form whose digits hold. */
const creditorReferences = (
  text: string,
): { reference: string | undefined; place: { from: number; to: number } }[] =>
  [...text.matchAll(/(?<![A-Z0-9])RF ?\d ?\d ?(?=[A-Z0-9])[A-Z0-9 ]{1,40}/g)].map(({ 0: run, index }) => {
    for (let length = 5; length <= run.length; length++) {
      if (goesOn(text, index + length) || run[length - 1] === ' ') continue;
      const plain = run.slice(0, length).replaceAll(' ', '');
      if (numberInReference(plain.slice(4)) !== undefined && isCreditorReference(plain))
        return { reference: plain, place: { from: index, to: index + length } };
    }
    const word = /^RF ?\d ?\d ?[A-Z0-9]+/.exec(run)![0];
    const plain = word.replaceAll(' ', '');
    const own = isCreditorReference(plain) ? plain : undefined;
    return {
      reference: own,
      place: { from: index, to: index + (own === undefined ? run.trimEnd().length : word.length) },
    };
  });

/** A capital letter or a digit; by its code, because every place of every reference is asked. */
const goesOn = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
};

/** Banks break texts anywhere, so blanks may stand between any two characters of a full number. */
const BREAK = ' {0,2}';
const SIGN = '[ ./_-]{0,3}';
const DIGIT = '[0-9OSIB]';

const written = (text: string, prefixes: readonly string[]): Mention[] =>
  prefixes.flatMap((prefix) => {
    const { full, short } = patternsOf(prefix);
    const numbers: Mention[] = [];
    let rest = text;
    for (const match of text.matchAll(full)) {
      const [found, year, ordinal] = [match[0], match[1]!.replaceAll(' ', ''), match[2]!.replaceAll(' ', '')];
      const digits = clean(year + ordinal);
      if (!/^20\d{2}/.test(digits) || Number(digits.slice(4)) === 0) continue;
      rest = rest.replace(found, '*');
      numbers.push({
        number: numberOf(`${prefix}-${digits.slice(0, 4)}`, Number(digits.slice(4))),
        how: digits === year + ordinal ? 'written' : 'repaired',
        found,
      });
    }
    for (const match of rest.includes(prefix) ? rest.matchAll(short) : [])
      numbers.push({
        number: numberOf(`${prefix}-${match[1]}`, Number(match[2])),
        how: 'repaired',
        found: match[0],
      });
    return numbers;
  });

const known = new Map<string, { full: RegExp; short: RegExp }>();
const patternsOf = (prefix: string): { full: RegExp; short: RegExp } => {
  const made = known.get(prefix) ?? {
    full: new RegExp(
      `(?<![A-Z0-9])${prefix.split('').join(BREAK)}${SIGN}(2${BREAK}${DIGIT}${BREAK}${DIGIT}${BREAK}${DIGIT})${SIGN}((?:${DIGIT}${BREAK}){5}${DIGIT}{1,7})(?![A-Z0-9])`,
      'g',
    ),
    short: new RegExp(
      `(?<![A-Z0-9])${prefix}[ ./_-](20\\d{2})[ ./_-](?!0+(?!\\d))(\\d{1,5})(?![A-Z0-9])`,
      'g',
    ),
  };
  known.set(prefix, made);
  return made;
};

/** Letters that readers of paper take for digits. */
const clean = (text: string): string =>
  text.replaceAll('O', '0').replaceAll('S', '5').replaceAll('I', '1').replaceAll('B', '8');
