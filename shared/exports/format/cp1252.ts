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

/** A letter that is not there stands without its marks (Ł has none to take off), and else as a question mark. */
export const cp1252 = (text: string): Uint8Array => {
  const codes: number[] = [];
  for (const letter of text.toWellFormed().normalize('NFC')) {
    const own = codeOf(letter);
    if (own !== undefined) codes.push(own);
    else {
      const plain = [...letter.normalize('NFKD').replaceAll(/\p{M}/gu, '')].map(codeOf);
      codes.push(...(plain.length > 0 && plain.every((code) => code !== undefined) ? plain : [QUESTION]));
    }
  }
  return Uint8Array.from(codes);
};
const QUESTION = 0x3f;
