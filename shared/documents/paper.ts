/** A letter of the invoices' family: what is said, what it is about as a table, and how it is paid. The same facts make the same bytes. */
import type { LocalDate } from '../kernel/dates.ts';
import type { Currency } from '../kernel/money.ts';
import type { Fonts } from './pdf/face.ts';
import { flow, paragraph, type Sheet } from './pdf/flow.ts';
import { band, headed, pairs, type Letterhead } from './pdf/head.ts';
import { listing, type Listing } from './pdf/listing.ts';
import { howToPay, type Asked } from './pdf/payment.ts';
import { COLOR, PAGE, penOf, WIDTH } from './pdf/pen.ts';

type Pair = readonly [label: string, value: string];
/** Lines that belong together; a line is broken where the page ends. */
type Paragraph = readonly string[];

export interface Paper extends Letterhead {
  readonly title: string;
  /** Under the title, and with it at the head of every further page. */
  readonly number: string;
  /** The day that the file bears: of the facts, not of the drawing. */
  readonly on: LocalDate;
  readonly currency: Currency;
  /** Beside the address. */
  readonly beside: readonly Pair[];
  readonly band: readonly [Pair, Pair, Pair];
  readonly said: readonly Paragraph[];
  readonly table?: Listing | undefined;
  readonly pay?: Asked | undefined;
  readonly after: readonly Paragraph[];
}

const TEXT = { left: PAGE.left, step: 14, size: 9.5, color: COLOR.ink };
const GAP = 8;

export const paperPdf = (paper: Paper, fonts: Fonts): Promise<Uint8Array> => {
  const { title, number, seller, language, on } = paper;
  const pen = penOf(fonts, {
    title: `${title} ${number}`,
    author: seller.name,
    language,
    createdOn: on,
    colour: seller.brand?.colour,
  });
  flow(pen, paper, `${title} · ${number}`, (sheet) => drawn(sheet, paper));
  return pen.end();
};

const drawn = (sheet: Sheet, paper: Paper): void => {
  const { pen, turn } = sheet;
  headed(pen, paper, paper.title, paper.number);
  const below = pairs(pen, paper.beside);
  let y = said(sheet, paper.said, band(pen, Math.max(258, below + 4), paper.band));
  if (paper.table) y = listing(sheet, paper, paper.table, y);
  if (paper.pay) {
    const block = howToPay(pen, paper.pay);
    if (y + block.height > PAGE.bottom) y = turn();
    block.draw(y);
    y += block.height + GAP * 2;
  }
  said(sheet, paper.after, y + GAP);
};

const said = (sheet: Sheet, paragraphs: readonly Paragraph[], top: number): number =>
  paragraphs.reduce((y, lines) => {
    const wrapped = lines.flatMap((line) => sheet.pen.wrap(line, WIDTH, TEXT));
    return paragraph(sheet, wrapped, y, TEXT) + GAP;
  }, top);
