/**
 * A font that lays text out by its character map, kerning pairs and tabular figures. Full OpenType shaping
 * costs about 0.3 ms a word with Inter's contextual alternates; an invoice of 300 lines would take a second.
 * Pairs and figures are looked up once and kept for as long as the function is warm, so an invoice costs
 * milliseconds.
 */
import { create, type Font, type Glyph, type GlyphRun, type Position } from 'fontkit';

/** What a page is set in: TrueType files, and the ICC profile of its colours. Bytes, because a function has no folder of them. */
export interface Fonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly profile: Uint8Array;
}

export interface Face {
  /** What pdfkit takes as a font: it asks it for layouts and embeds the glyphs that were used. */
  readonly font: Font;
  /** In points. Tabular figures have one width, so that columns of amounts stand below each other. */
  readonly width: (text: string, size: number, tabular?: boolean) => number;
  /** Text as this font can show it: composed, blanks plain, what has no glyph replaced. */
  readonly shown: (text: string) => string;
}

const faces = new WeakMap<Uint8Array, Face>();

export const faceOf = (bytes: Uint8Array): Face => {
  const known = faces.get(bytes) ?? made(create(bytes));
  faces.set(bytes, known);
  return known;
};

const KERN_ONLY = {
  kern: true,
  calt: false,
  liga: false,
  clig: false,
  rlig: false,
  ccmp: false,
  locl: false,
  mark: false,
  mkmk: false,
};

const made = (font: Font): Face => {
  const shape = font.layout.bind(font);
  const plain = new Map<number, Glyph>();
  const figures = new Map(
    shape('0123456789', { tnum: true }).glyphs.map((glyph, digit) => [48 + digit, copy(glyph, 48 + digit)]),
  );
  const kerning = new Map<number, number>();

  const glyphOf = (code: number, tabular: boolean): Glyph => {
    const known =
      (tabular ? figures.get(code) : undefined) ??
      plain.get(code) ??
      copy(font.glyphForCodePoint(code), code);
    if (!plain.has(code) && !(tabular && figures.has(code))) plain.set(code, known);
    return known;
  };
  const kern = (left: Glyph, right: Glyph): number => {
    const pair = left.id * 65_536 + right.id;
    const known =
      kerning.get(pair) ??
      shape(String.fromCodePoint(left.codePoints[0]!, right.codePoints[0]!), KERN_ONLY).positions[0]!
        .xAdvance - left.advanceWidth;
    kerning.set(pair, known);
    return known;
  };
  const layout = (text: string, features?: Readonly<Record<string, boolean>>): GlyphRun => {
    const tabular = features?.['tnum'] === true;
    const glyphs = Array.from(text, (character) => glyphOf(character.codePointAt(0)!, tabular));
    const advance = (glyph: Glyph, next: Glyph | undefined) =>
      glyph.advanceWidth + (next && !tabular ? kern(glyph, next) : 0);
    return run(
      glyphs,
      glyphs.map((glyph, at) => ({
        xAdvance: advance(glyph, glyphs[at + 1]),
        yAdvance: 0,
        xOffset: 0,
        yOffset: 0,
      })),
    );
  };
  const stand = font.hasGlyphForCodePoint(0x25a1) ? '□' : '?';
  return {
    font: Object.assign(font, { layout }),
    width: (text, size, tabular = false) =>
      (layout(text, { tnum: tabular }).advanceWidth * size) / font.unitsPerEm,
    shown: (text) =>
      Array.from(text.normalize('NFC').replace(/[^\S\u202f]/gu, ' '), (character) =>
        character >= ' ' && font.hasGlyphForCodePoint(character.codePointAt(0)!) ? character : stand,
      ).join(''),
  };
};

/**
 * A glyph of our own: fontkit's remember the first character that they were asked for, in whatever document
 * that was.
 */
const copy = ({ id, advanceWidth }: Glyph, code: number): Glyph => ({ id, advanceWidth, codePoints: [code] });

/** pdfkit scales the positions in place after the layout, and reads the sum then. */
const run = (glyphs: Glyph[], positions: Position[]): GlyphRun => ({
  glyphs,
  positions,
  get advanceWidth() {
    return positions.reduce((total, position) => total + position.xAdvance, 0);
  },
});
