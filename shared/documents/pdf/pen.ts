/**
 * What a page is drawn with: measured text, lines, boxes and QR codes, each tagged for readers that do not
 * see.
 */
import PDFDocument from 'pdfkit';
import { CROSS, modules, runs } from '../qr.ts';
import { archived, type Attachment } from './archive.ts';
import { faceOf, type Face, type Fonts } from './face.ts';
import { wrapped } from './wrap.ts';

/** A4 with margins of 20 mm, in points. */
export const PAGE = {
  width: 595.28,
  height: 841.89,
  left: 56.69,
  right: 538.59,
  top: 56.69,
  bottom: 766,
} as const;
export const WIDTH = PAGE.right - PAGE.left;
export const COLOR = {
  ink: '#14211d',
  muted: '#5b6964',
  line: '#d9dfdc',
  wash: '#f3f6f4',
  accent: '#0f5c4d',
} as const;

export interface Style {
  readonly size?: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** Room from x on; text that does not fit is set smaller. */
  readonly width?: number;
  readonly figures?: boolean;
}

export interface Line {
  readonly color: string;
  readonly dashed?: boolean;
}

/** An annotation's flag: PDF/A allows none that print would hide. */
const PRINTED = 4;

type Tag = 'Document' | 'H1' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'Sect' | 'Figure' | 'Link' | 'Caption';

export interface Pen {
  /** The seller's colour, or ours: names, links, and what stands out. */
  readonly accent: string;
  /** The seller's colour, or that of text: titles and the rules under heads. */
  readonly strong: string;
  readonly page: () => void;
  /** One line with its baseline at y. */
  readonly text: (text: string, x: number, y: number, style?: Style) => void;
  readonly width: (text: string, style?: Style) => number;
  readonly wrap: (text: string, width: number, style?: Style) => string[];
  /** One line where setting it a little smaller is enough, else as many as it takes. */
  readonly fitted: (text: string, width: number, style?: Style) => string[];
  readonly rule: (y: number, from?: number, to?: number, color?: string, thickness?: number) => void;
  readonly box: (x: number, y: number, width: number, height: number, fill: string, radius?: number) => void;
  /** From point to point. */
  readonly line: (points: readonly (readonly [x: number, y: number])[], how: Line) => void;
  /** `cross`: with the Swiss one in its middle. */
  readonly qr: (text: string, x: number, y: number, size: number, cross?: boolean) => void;
  readonly image: (bytes: Uint8Array, x: number, y: number, width: number, height: number) => boolean;
  readonly link: (x: number, y: number, width: number, height: number, url: string) => void;
  /** A group of the structure tree: what is drawn inside belongs to it. */
  readonly group: (tag: Tag, draw: () => void) => void;
  /** A leaf of the structure tree with its words or picture. */
  readonly leaf: (tag: Tag, draw: () => void, alt?: string) => void;
  /** Decoration and running heads: not read aloud. */
  readonly aside: (draw: () => void) => void;
  /** Closes the file, with what is attached to it. */
  readonly end: (attachment?: Attachment) => Promise<Uint8Array>;
}

/** Something that knows its height before it is drawn. */
export interface Block {
  readonly height: number;
  readonly draw: (top: number) => void;
}

export interface Title {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  readonly createdOn: string;
  /** `#rrggbb`, readable on white and on the wash (`access/brand.ts`). */
  readonly colour?: string | undefined;
}

export const penOf = (fonts: Fonts, title: Title): Pen => {
  const faces = { regular: faceOf(fonts.regular), bold: faceOf(fonts.bold) };
  const doc = documentOf(title);
  const bytes = collected(doc);
  const structure = [doc.struct('Document')];
  doc.addStructure(structure[0]!);
  const face = (style: Style): Face => (style.bold ? faces.bold : faces.regular);
  const size = (style: Style): number => style.size ?? 9;
  const width = (text: string, style: Style = {}): number =>
    face(style).width(face(style).shown(text), size(style), style.figures);

  const text = (words: string, x: number, y: number, style: Style = {}): void => {
    const { font, shown } = face(style);
    const natural = width(words, style);
    const room = style.width ?? natural;
    const scale = natural > room ? room / natural : 1;
    const slack = room - natural * scale;
    const left = x + (style.align === 'right' ? slack : style.align === 'center' ? slack / 2 : 0);
    doc
      .font(font as unknown as string, style.bold ? 'bold' : 'regular')
      .fontSize(size(style) * scale)
      .fillColor(style.color ?? COLOR.ink);
    // The blank parts it from what is read next in the same cell.
    doc.text(`${shown(words)} `, left, y, {
      lineBreak: false,
      baseline: 'alphabetic',
      ...(style.figures && { features: { tnum: true } as never }),
    });
  };

  return {
    accent: title.colour ?? COLOR.accent,
    strong: title.colour ?? COLOR.ink,
    page: () => void doc.addPage(),
    text,
    width,
    wrap: (words, room, style = {}) => wrapped(words, room, (part) => width(part, style)),
    fitted: (words, room, style = {}) =>
      width(words, style) <= room * 1.2 ? [words] : wrapped(words, room, (part) => width(part, style)),
    rule: (y, from = PAGE.left, to = PAGE.right, color = COLOR.line, thickness = 0.5) =>
      void doc.moveTo(from, y).lineTo(to, y).lineWidth(thickness).strokeColor(color).stroke(),
    box: (x, y, w, h, fill, radius = 4) => void doc.roundedRect(x, y, w, h, radius).fill(fill),
    line: ([first, ...others], { color, dashed }) => {
      if (!first) return;
      doc.moveTo(...first);
      for (const point of others) doc.lineTo(...point);
      doc.lineWidth(1.6).lineCap('round').strokeColor(color);
      (dashed ? doc.dash(5, { space: 4 }) : doc.undash()).stroke();
      doc.undash();
    },
    qr: (content, x, y, side, cross = false) => {
      const rows = modules(content);
      const unit = side / rows.length;
      for (const bar of runs(rows)) doc.rect(x + bar.x * unit, y + bar.y * unit, bar.length * unit, unit);
      doc.fill('#000000');
      for (const box of cross ? CROSS : [])
        doc
          .rect(x + box.x * side, y + box.y * side, box.width * side, box.height * side)
          .fill(box.dark ? '#000000' : '#ffffff');
    },
    image: (picture, x, y, w, h) => drawn(() => doc.image(Buffer.from(picture), x, y, { fit: [w, h] })),
    link: (x, y, w, h, url) => void doc.link(x, y, w, h, url, { Border: [0, 0, 0], F: PRINTED } as never),
    group: (tag, draw) => {
      const element = doc.struct(tag);
      structure.at(-1)!.add(element);
      structure.push(element);
      draw();
      structure.pop()!.end();
    },
    leaf: (tag, draw, alt) => {
      const element = doc.struct(tag, alt === undefined ? {} : { alt });
      structure.at(-1)!.add(element);
      element.add(draw);
      element.end();
    },
    aside: (draw) => {
      doc.markContent('Artifact');
      draw();
      doc.endMarkedContent();
    },
    end: (attachment) => {
      structure[0]!.end();
      archived(doc, fonts.profile, new Date(`${title.createdOn}T00:00:00Z`), attachment);
      doc.end();
      return bytes;
    },
  };
};

/** Measures and draws nothing: with it pages are counted before the first one begins. */
export const dryOf = (pen: Pen): Pen => ({
  ...pen,
  page: () => {},
  text: () => {},
  rule: () => {},
  box: () => {},
  line: () => {},
  qr: () => {},
  image: () => true,
  link: () => {},
  group: (_, draw) => draw(),
  leaf: (_, draw) => draw(),
  aside: (draw) => draw(),
});

/** The dates and the id of the file come from the invoice alone: the same snapshot makes the same bytes. */
const documentOf = ({ title, author, language, createdOn }: Title): PDFKit.PDFDocument => {
  const day = new Date(`${createdOn}T00:00:00Z`);
  return new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: language,
    displayTitle: true,
    font: null as unknown as string,
    info: {
      Title: inMetadata(title),
      Author: inMetadata(author),
      Creator: 'Quittance',
      Producer: 'Quittance',
      CreationDate: day,
      ModDate: day,
    },
  });
};

/** pdfkit copies these into XMP, which is XML, without escaping them: a name with `&` would break it, one with tags change it. */
const inMetadata = (text: string): string =>
  text.replaceAll('&', '+').replace(/[<>\p{Cc}\p{Cs}\p{Cn}]/gu, ' ');

const collected = (doc: PDFKit.PDFDocument): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    doc.on('data', (part: Uint8Array) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });

/** A picture that cannot be read is left out: an invoice is worth more than its logo. */
const drawn = (draw: () => unknown): boolean => {
  try {
    draw();
    return true;
  } catch {
    return false;
  }
};
