/**
 * Reads our own PDFs back: what stands where on which page. Knows only what pdfkit writes for embedded fonts.
 */
import { inflateSync } from 'node:zlib';

export interface Printed {
  readonly text: string;
  readonly x: number;
  /** From the foot of the page. */
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
}

export const pagesOf = (pdf: Uint8Array): Printed[][] => {
  const objects = objectsOf(Buffer.from(pdf));
  return [...objects.values()]
    .filter(({ dict }) => /\/Type \/Page\b/.test(dict))
    .map((page) => {
      const resources = at(objects, page.dict, 'Resources')?.dict ?? page.dict;
      const fonts = new Map(
        [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => {
          const { dict } = objects.get(Number(id))!;
          return [name!, { bold: /BaseFont \/\S*Bold/.test(dict), glyphs: alphabet(objects, dict) }];
        }),
      );
      return printedIn(at(objects, page.dict, 'Contents')!.data, fonts);
    });
};

export const wordsOf = (pdf: Uint8Array): string[] =>
  pagesOf(pdf).map((page) => page.map(({ text }) => text).join('\n'));

/** Every colour that something is filled with, as `rrggbb`. */
export const coloursOf = (pdf: Uint8Array): Set<string> =>
  new Set(
    [...objectsOf(Buffer.from(pdf)).values()].flatMap(({ data }) =>
      [...data.matchAll(/^(\S+) (\S+) (\S+) scn$/gm)].map(([, ...parts]) =>
        parts
          .map((part) =>
            Math.round(Number(part) * 255)
              .toString(16)
              .padStart(2, '0'),
          )
          .join(''),
      ),
    ),
  );

interface Thing {
  readonly dict: string;
  readonly data: string;
}

const objectsOf = (pdf: Buffer): Map<number, Thing> => {
  const text = pdf.toString('latin1');
  const found = new Map<number, Thing>();
  for (const match of text.matchAll(/(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('endobj', start);
    const stream = text.indexOf('stream\n', start);
    if (stream < 0 || stream > end) {
      found.set(Number(match[1]), { dict: text.slice(start, end), data: '' });
      continue;
    }
    const dict = text.slice(start, stream);
    const length = Number(/\/Length (\d+)/.exec(dict)![1]);
    const bytes = pdf.subarray(stream + 7, stream + 7 + length);
    found.set(Number(match[1]), {
      dict,
      data: (dict.includes('FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1'),
    });
  }
  return found;
};

const at = (objects: Map<number, Thing>, dict: string, key: string): Thing | undefined => {
  const id = new RegExp(`/${key} (\\d+) 0 R`).exec(dict)?.[1];
  return id === undefined ? undefined : objects.get(Number(id));
};

/** Glyph number → character, from the font's ToUnicode map. */
const alphabet = (objects: Map<number, Thing>, font: string): string[] =>
  [...at(objects, font, 'ToUnicode')!.data.matchAll(/<[0-9a-f]+> <[0-9a-f]+> \[([^\]]*)\]/g)].flatMap(
    ([, list]) =>
      [...list!.matchAll(/<([0-9a-f ]*)>/g)].map(([, codes]) =>
        String.fromCharCode(...codes!.split(' ').map((code) => parseInt(code, 16))),
      ),
  );

interface FontOfPage {
  readonly bold: boolean;
  readonly glyphs: string[];
}
const printedIn = (content: string, fonts: Map<string, FontOfPage>): Printed[] =>
  [...content.matchAll(/BT\n([\s\S]*?)ET/g)].map(([, block]) => {
    const [, x, y] = /1 0 0 1 (\S+) (\S+) Tm/.exec(block!)!;
    const [, name, size] = /\/(F\d+) (\S+) Tf/.exec(block!)!;
    const font = fonts.get(name!)!;
    const glyphs = [...block!.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []);
    return {
      text: glyphs
        .map((glyph) => font.glyphs[parseInt(glyph, 16)]!)
        .join('')
        .trimEnd(),
      x: Number(x),
      y: Number(y),
      size: Number(size),
      bold: font.bold,
    };
  });
