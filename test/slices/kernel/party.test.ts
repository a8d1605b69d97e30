import { describe, expect, test } from 'vitest';
import { Text } from '../../../shared/kernel/party.ts';

const code = (point: number): string => String.fromCodePoint(point);

describe('a text of one line', () => {
  test.each(['Bäckerei Öz & Söhne', 'مخبز النور', 'לחם 12', '株式会社', `a${code(0x200d)}b`])(
    '“%s” is one',
    (text) => expect(Text(40).parse(`  ${text} `)).toBe(text),
  );

  test.each([
    0x0, 0xa, 0xd, 0x1b, 0x7f, 0x85, 0x2028, 0x2029,
    // Bidirectional embeddings, overrides and isolates, from the first of each block to its last.
    0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
  ])('the character %i is in none', (point) => {
    expect(Text(40).safeParse(`invoice${code(point)}19`).success).toBe(false);
  });

  test('the neighbours of what is refused are not', () => {
    for (const point of [0x2027, 0x202f, 0x2065, 0x206a])
      expect(Text(40).safeParse(`a${code(point)}b`).success).toBe(true);
  });

  test('its length is counted without the blanks around it', () => {
    expect(Text(3).safeParse(' abc ').success).toBe(true);
    expect(Text(3).safeParse('abcd').success).toBe(false);
    expect(Text(300, 3).safeParse(' ab ').success).toBe(false);
    expect(Text(300).safeParse('  ').success).toBe(false);
  });
});
