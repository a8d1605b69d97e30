/** Pieces of invoice numbers in what payers write: “Rechnung 0250” says little by itself, and enough beside payer and amount. */
import type { BankLine } from '../bank/statement.ts';

const MIN_DIGITS = 3;
const MAX_PIECES = 40;

export interface Pieces {
  /** Digits as they stand there, at least three; two that are parted by a blank alone also as one. */
  readonly words: ReadonlySet<string>;
}

export const piecesOf = ({ text }: Pick<BankLine, 'text'>): Pieces => {
  const words = new Set<string>();
  let before: { digits: string; end: number } | undefined;
  for (const { 0: digits, index } of text.matchAll(/(?<![A-Za-z0-9])\d{1,12}(?![A-Za-z0-9])/g)) {
    if (digits.length >= MIN_DIGITS) words.add(digits);
    if (before && index - before.end === 1 && text[before.end] === ' ') words.add(before.digits + digits);
    before = { digits, end: index + digits.length };
    if (words.size >= MAX_PIECES) break;
  }
  return { words };
};

/**
 * Whether a piece is the end of a number. `whole`: all digits of its last part, which are told from a date or another
 * counter; `part`: without the zeros before.
 */
export const pieceOf = (number: string, { words }: Pieces): 'whole' | 'part' | undefined => {
  if (words.size === 0) return undefined;
  const last = /\d+$/.exec(number)?.[0];
  if (last === undefined || last.length < MIN_DIGITS) return undefined;
  if (last.length >= 6 && words.has(last)) return 'whole';
  const plain = last.replace(/^0+/, '');
  for (let zeros = 0; zeros <= last.length - plain.length; zeros++) {
    const word = '0'.repeat(zeros) + plain;
    if (word.length >= MIN_DIGITS && words.has(word)) return 'part';
  }
  return undefined;
};
