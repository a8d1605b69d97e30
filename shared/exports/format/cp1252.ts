/** Windows-1252 (WHATWG Encoding Standard, index windows-1252), in which German bookkeeping reads its files. */

/** What stands at 0x80 to 0x9F; a space where nothing does. */
const HIGH = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const CODES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map(
  [...HIGH].flatMap((letter, at) => (letter === ' ' ? [] : [[letter, 0x80 + at] as const])),
);
const codeOf = (letter: string): number | undefined => {
  const point = letter.codePointAt(0)!;
  return point < 0x80 || (point >= 0xa0 && point <= 0xff) ? point : CODES.get(letter);
};

/**
 * The text in letters that are there. One that is not stands without its marks (Ł has none to take off), and else as a question mark. What is left of a letter
 * may be a quote, a semicolon or the sign of a formula: who guards against those does it after this.
 */
export const inCp1252 = (text: string): string => {
  let there = '';
  for (const letter of text.toWellFormed().normalize('NFC')) {
    if (codeOf(letter) !== undefined) {
      there += letter;
      continue;
    }
    const plain = letter.normalize('NFKD').replaceAll(/\p{M}/gu, '');
    there += plain !== '' && [...plain].every((one) => codeOf(one) !== undefined) ? plain : '?';
  }
  return there;
};

export const cp1252 = (text: string): Uint8Array =>
  Uint8Array.from(Array.from(inCp1252(text), (letter) => codeOf(letter)!));
