/** The report on paper: the same blocks, each kept together where a sheet has room for it. The same report makes the same bytes. */
import type { Fonts } from '../documents/pdf.ts';
import type { Sheet } from '../documents/pdf/flow.ts';
import { flow, paragraph } from '../documents/pdf/flow.ts';
import type { Letterhead } from '../documents/pdf/head.ts';
import { CELL, HEAD, row, type Column } from '../documents/pdf/listing.ts';
import { COLOR, PAGE, penOf, WIDTH, type Pen } from '../documents/pdf/pen.ts';
import type { Block, Section, Sheets, Table } from './blocks.ts';
import type { Chart, Mark, Tone } from './chart.ts';

const TONES: Readonly<Record<Tone, string>> = {
  now: '#0f5c4d',
  before: '#a9b8b1',
  best: '#a86a00',
  range: '#cfe0d8',
};
const TEXT = { size: 9, step: 13 } as const;
const ROW = 15;
const PLOT = 120;
/** The lower end has a line of its own where it is not 0. */
const chartHeight = ({ below }: Chart): number => PLOT + 52 + (below ? 10 : 0);
const CARD = { width: (WIDTH - 2 * 8) / 3, height: 62 } as const;

export const pdfOf = (
  sheets: Sheets,
  { seller, fonts }: { readonly seller: Letterhead['seller']; readonly fonts: Fonts },
): Promise<Uint8Array> => {
  const { title, asOf } = sheets;
  const pen = penOf(fonts, {
    title: `${seller.name}: ${title}`,
    author: seller.name,
    language: 'en',
    createdOn: asOf,
  });
  flow(pen, { seller, language: 'en' }, title, (sheet) => {
    let y = headed(sheet, sheets);
    for (const section of sheets.sections) y = sectioned(sheet, section, y);
  });
  return pen.end();
};

const headed = (sheet: Sheet, { title, subtitle }: Sheets): number => {
  const { pen } = sheet;
  pen.leaf('H1', () =>
    pen.text(title, PAGE.left, PAGE.top + 16, { size: 20, bold: true, color: pen.strong }),
  );
  return paragraph(sheet, pen.wrap(subtitle, WIDTH, TEXT), PAGE.top + 24, {
    left: PAGE.left,
    color: COLOR.muted,
    ...TEXT,
  });
};

/** A heading never stands alone at the foot of a sheet. */
const sectioned = (sheet: Sheet, { title, blocks }: Section, top: number): number => {
  const first = blocks[0];
  let y = top + 34 + (first ? heightOf(sheet.pen, first) : 0) > PAGE.bottom ? sheet.turn() : top + 8;
  const { pen } = sheet;
  pen.aside(() => pen.rule(y + 4, PAGE.left, PAGE.right, pen.strong, 0.8));
  pen.leaf('P', () => pen.text(title, PAGE.left, y + 20, { size: 12, bold: true }));
  y += 30;
  for (const block of blocks) y = drawn(sheet, block, y);
  return y;
};

/** What has to stay together: of a table its first rows. */
const heightOf = (pen: Pen, block: Block): number => {
  switch (block.block) {
    case 'figures':
      return Math.ceil(block.figures.length / 3) * (CARD.height + 8);
    case 'chart':
      return chartHeight(block.chart);
    case 'table':
      return 34 + Math.min(3, block.table.rows.length) * ROW;
    default:
      return pen.wrap(block.text, WIDTH, TEXT).length * TEXT.step + 4;
  }
};

const drawn = (sheet: Sheet, block: Block, top: number): number => {
  const { pen } = sheet;
  const y = top + heightOf(pen, block) > PAGE.bottom ? sheet.turn() : top;
  switch (block.block) {
    case 'figures':
      return cards(pen, block.figures, y);
    case 'chart':
      return block.table
        ? tabled(sheet, block.table, plotted(pen, block.chart, y))
        : plotted(pen, block.chart, y);
    case 'table':
      return tabled(sheet, block.table, y);
    case 'link':
      return y;
    default:
      return (
        paragraph(sheet, pen.wrap(block.text, WIDTH, TEXT), y, {
          left: PAGE.left,
          color: block.block === 'note' ? COLOR.muted : COLOR.ink,
          ...TEXT,
        }) + 4
      );
  }
};

const cards = (pen: Pen, figures: Extract<Block, { block: 'figures' }>['figures'], top: number): number => {
  figures.forEach(({ name, value, beside }, at) => {
    const x = PAGE.left + (at % 3) * (CARD.width + 8);
    const y = top + Math.floor(at / 3) * (CARD.height + 8);
    const inside = { width: CARD.width - 16 };
    pen.aside(() => pen.box(x, y, CARD.width, CARD.height, COLOR.wash));
    pen.leaf('P', () => {
      pen.text(name, x + 8, y + 14, { size: 8, color: COLOR.muted, ...inside });
      pen.text(value, x + 8, y + 31, { size: 13, bold: true, figures: true, ...inside });
      const small = { size: 8, color: COLOR.muted };
      pen
        .wrap(beside, inside.width, small)
        .forEach((line, nth) => pen.text(line, x + 8, y + 44 + nth * 10, small));
    });
  });
  return top + Math.ceil(figures.length / 3) * (CARD.height + 8) + 4;
};

const tabled = (sheet: Sheet, { title, columns: names, rows }: Table, top: number): number => {
  const { pen } = sheet;
  const [first, ...others] = names;
  const each = Math.min(96, (WIDTH * 0.62) / others.length);
  const columns: Column[] = [
    { title: first!, x: PAGE.left, width: WIDTH - each * others.length - 6 },
    ...others.map((name, at): Column => ({
      title: name,
      x: PAGE.right - each * (others.length - at) + 4,
      width: each - 4,
      align: 'right',
    })),
  ];
  const heads = (y: number): number => {
    row(pen, 'TH', { cells: names }, columns, y, HEAD);
    pen.aside(() => pen.rule(y + 14, PAGE.left, PAGE.right));
    return y + 16;
  };
  let y = top;
  pen.group('Table', () => {
    pen.leaf('Caption', () => pen.text(title, PAGE.left, y + 9, { size: 8.5, bold: true }));
    y = heads(y + 14);
    for (const cells of rows) {
      if (y + ROW > PAGE.bottom) y = heads(sheet.turn());
      row(pen, 'TD', { cells }, columns, y, CELL);
      y += ROW;
    }
  });
  return y + 8;
};

const plotted = (pen: Pen, chart: Chart, top: number): number => {
  const { says, legend, marks, top: highest, below, along } = chart;
  const plot = { x: PAGE.left, y: top + 28, width: WIDTH, height: PLOT };
  pen.leaf(
    'Figure',
    () => {
      let x = PAGE.left;
      for (const { tone, name } of legend) {
        pen.box(x, top + 3, 16, 7, TONES[tone], 1);
        pen.text(name, x + 21, top + 10, { size: 8 });
        x += pen.width(name, { size: 8 }) + 40;
      }
      pen.text(highest, PAGE.left, top + 24, { size: 7.5, color: COLOR.muted });
      for (const share of [0.25, 0.5, 0.75])
        pen.rule(plot.y + plot.height * share, plot.x, PAGE.right, COLOR.line, 0.4);
      for (const mark of marks) marked(pen, mark, plot);
      pen.rule(plot.y + plot.height * (1 - (below?.zero ?? 0)), plot.x, PAGE.right, COLOR.muted, 0.8);
      if (below)
        pen.text(below.bottom, PAGE.left, plot.y + plot.height + 10, { size: 7.5, color: COLOR.muted });
      named(pen, along, plot.y + plot.height + (below ? 21 : 11));
    },
    says,
  );
  return top + chartHeight(chart);
};

interface Plot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
const marked = (pen: Pen, mark: Mark, { x, y, width, height }: Plot): void => {
  const color = TONES[mark.tone];
  if (mark.mark === 'bar')
    return pen.box(
      x + mark.x * width,
      y + (1 - (mark.from ?? 0) - mark.height) * height,
      mark.width * width,
      mark.height * height,
      color,
      0,
    );
  const points = mark.points.map(([px, py]) => [x + px * width, y + (1 - py) * height] as const);
  pen.line(points.length === 1 ? [points[0]!, points[0]!] : points, {
    color,
    dashed: mark.tone === 'best',
  });
};
const named = (pen: Pen, { names, at, widths = names.map(() => 1) }: Chart['along'], y: number): void => {
  const all = widths.reduce((sum, one) => sum + one, 0);
  let x = PAGE.left;
  names.forEach((name, nth) => {
    const width = (WIDTH * widths[nth]!) / all;
    const align =
      at === 'columns' || (nth > 0 && nth < names.length - 1) ? 'center' : nth === 0 ? 'left' : 'right';
    pen.text(name, x, y, { size: 7.5, color: COLOR.muted, width, align });
    x += width;
  });
};
