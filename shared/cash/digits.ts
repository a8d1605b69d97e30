/** References of digits alone that payers and their banks write: the Swiss QR reference and the Belgian OGM. */
import { isBelgianReference, isQrReference } from '../kernel/reference.ts';
import { numberInQr, numbersInBelgian } from '../numbering/references.ts';

interface Found {
  /** As it stands in the line. */
  readonly word: string;
  /** Of ours that it may be. */
  readonly numbers: readonly string[];
  /** It cannot be some other number that looks like one. */
  readonly sure: boolean;
  /** Its check digits. */
  readonly holds: boolean;
}

const QR = /(?<![\dA-Z])\d(?: ?\d){26}(?![\dA-Z])/g;
/** Between signs, or with its slashes; twelve digits alone may be anything, so that they tell less unless the bank gives them as a reference. */
const BELGIAN = /(?<![\d/])(\+{3}|\*{3})? ?(?:\d{3}\/\d{4}\/\d{5}|\d{12}) ?(\+{3}|\*{3})?(?![\d/])/g;

/** What neither can be without: twelve digits, or twenty-seven with a blank between any two. Asked of every text of every line. */
const mayBe = (text: string): boolean => {
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) run += 1;
    // A slash or a blank goes on, whatever else ends it.
    else if (code !== 47 && code !== 32) run = 0;
    if (run >= 12) return true;
  }
  return false;
};

/** `structured`: the bank gives the text as a reference. Wrong check digits are said where it can be nothing else. */
export const digitReferences = (text: string, prefixes: readonly string[], structured: boolean): Found[] =>
  mayBe(text) ? foundIn(text, prefixes, structured) : [];

const foundIn = (text: string, prefixes: readonly string[], structured: boolean): Found[] => [
  ...[...text.matchAll(QR)].flatMap(([word]): Found[] => {
    const plain = word.replaceAll(' ', '');
    const holds = isQrReference(plain);
    const number = holds ? numberInQr(plain) : undefined;
    const own = number !== undefined && prefixes.includes(number.split('-')[0]!) ? [number] : [];
    return own.length === 0 && (holds || !structured) ? [] : [{ word, numbers: own, sure: true, holds }];
  }),
  ...[...text.matchAll(BELGIAN)].flatMap(([word, before, after]): Found[] => {
    const plain = word.replaceAll(/\D/g, '');
    const holds = isBelgianReference(plain);
    const formal = before !== undefined && before === after;
    const numbers = holds ? numbersInBelgian(plain, prefixes) : [];
    if (numbers.length === 0 && (holds || !formal)) return [];
    return [{ word: word.trim(), numbers, sure: structured || formal || word.includes('/'), holds }];
  }),
];
