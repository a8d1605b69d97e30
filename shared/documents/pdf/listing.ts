/** A table of open items, moves or payments: rows of one height, and over pages the sum of the rows before. */
import { money, type Currency } from '../../kernel/money.ts';
import type { Language } from '../../kernel/party.ts';
import { figure } from '../format.ts';
import { WORDS } from '../words.ts';
import type { Sheet } from './flow.ts';
import { COLOR, PAGE, WIDTH, type Pen, type Style } from './pen.ts';

export interface Column {
  readonly title: string;
  readonly x: number;
  readonly width: number;
  readonly align?: 'right';
}
export interface Listing {
  readonly title: string;
  readonly columns: readonly Column[];
  /** `url`: what the first cell opens. */
  readonly rows: readonly {
    readonly cells: readonly string[];
    readonly minor: number;
    readonly url?: string | undefined;
  }[];
  /** What is carried before the first row; the sum of the rows is added page by page. */
  readonly beforeMinor: number;
  readonly first?: string;
  /** Stands where there are no rows. */
  readonly nothing?: string;
  readonly last: string;
}

const ROW = 16;
/** The title of the table and the heads of its columns. */
const START = 44;
export const HEAD: Style = { size: 7.5, bold: true, color: COLOR.muted };
export const CELL: Style = { size: 8.5, figures: true };

/** Room that a row needs on a page where what is carried follows it. */
const fits = (y: number): boolean => y + ROW * 2 <= PAGE.bottom;

/** Draws it from `top` on, or on a page of its own where not even three rows fit; answers where it ends. */
export const listing = (
  { pen, turn }: Sheet,
  { language, currency }: { readonly language: Language; readonly currency: Currency },
  table: Listing,
  top: number,
): number => {
  const carried = (minor: number) =>
    `${WORDS[language].carried}: ${figure(money(minor, currency), language)}`;
  let y = top + START + ROW * 3 > PAGE.bottom ? turn() : top;
  pen.group('Table', () => {
    y = titled(pen, table, y);
    if (table.first !== undefined) y = line(pen, table.first, y);
    let sum = table.beforeMinor;
    if (table.rows.length === 0 && table.nothing !== undefined) y = line(pen, table.nothing, y);
    for (const { cells, minor, url } of table.rows) {
      if (!fits(y)) {
        line(pen, carried(sum), y);
        y = line(pen, carried(sum), titled(pen, table, turn()));
      }
      row(pen, 'TD', { cells, url }, table.columns, y, CELL);
      sum += minor;
      y += ROW;
    }
    y = line(pen, table.last, y, true);
  });
  return y + 10;
};

const titled = (pen: Pen, { title, columns }: Listing, y: number): number => {
  pen.group('TR', () => pen.leaf('TH', () => pen.text(title, PAGE.left, y + 14, { size: 10.5, bold: true })));
  row(pen, 'TH', { cells: columns.map((column) => column.title) }, columns, y + 20, HEAD);
  pen.aside(() => pen.rule(y + START - 6, PAGE.left, PAGE.right, pen.strong, 0.8));
  return y + START;
};

export const row = (
  pen: Pen,
  tag: 'TH' | 'TD',
  { cells, url }: Pick<Listing['rows'][number], 'cells' | 'url'>,
  columns: readonly Column[],
  y: number,
  style: Style,
): void =>
  pen.group('TR', () =>
    columns.forEach(({ x, width, align }, at) => {
      const opens = at === 0 ? url : undefined;
      const own = {
        ...style,
        width,
        ...(align && { align }),
        ...(opens !== undefined && { color: pen.accent }),
      };
      pen.leaf(tag, () => pen.text(cells[at]!, x, y + 10, own));
      if (opens !== undefined) pen.link(x, y, width, ROW, opens);
    }),
  );

const line = (pen: Pen, words: string, y: number, bold = false): number => {
  pen.group('TR', () =>
    pen.leaf('TD', () =>
      pen.text(words, PAGE.left, y + 10, {
        ...CELL,
        bold,
        width: WIDTH,
        align: 'right',
        ...(!bold && { color: COLOR.muted }),
      }),
    ),
  );
  return y + ROW;
};
