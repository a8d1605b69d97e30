/**
 * The lines of an invoice: measured first, dealt out to pages, then drawn with what is carried from page to
 * page.
 */
import type { Snapshot } from '../../invoices/invoice.ts';
import { money } from '../../kernel/money.ts';
import type { PricedLine } from '../../pricing/price.ts';
import { days, figure, labelled, measured, percent, quantity, unitPrice } from '../format.ts';
import { lineNote } from '../deliveries.ts';
import type { Drawn } from '../document.ts';
import { WORDS } from '../words.ts';
import { COLOR, PAGE, WIDTH, type Pen, type Style } from './pen.ts';

const COLUMNS = {
  position: { x: PAGE.left, width: 20, align: 'left' },
  item: { x: PAGE.left + 24, width: 192, align: 'left' },
  quantity: { x: PAGE.left + 222, width: 66, align: 'right' },
  unitPrice: { x: PAGE.left + 294, width: 66, align: 'right' },
  vat: { x: PAGE.left + 366, width: 38, align: 'right' },
  net: { x: PAGE.left + 410, width: WIDTH - 410, align: 'right' },
} as const;
type Column = keyof typeof COLUMNS;

const SKU: Style = { size: 7.5, color: COLOR.muted, width: COLUMNS.item.width };
const HEAD = 22;
const LINE = 12;
const PAD = 5.5;
/** Height of a "carried forward" row. */
export const CARRY = 19;

export interface Row {
  readonly line: PricedLine;
  readonly text: readonly string[];
  readonly sku: readonly string[];
  readonly height: number;
}

export const rowsOf = (pen: Pen, snapshot: Drawn): Row[] => {
  const { lines, language, currency, confirms } = snapshot;
  return lines.map((line) => {
    const note = confirms?.notes.get(line.id) ?? lineNote(line, snapshot);
    const text = pen.wrap(line.description, COLUMNS.item.width);
    const words = WORDS[language];
    const sku = [
      ...(line.period ? [days(line.period, language)] : []),
      `${words.sku} ${line.sku}`,
      ...(note === undefined ? [] : [note]),
      ...(line.allowances ?? []).map(({ reason, percentPpm, minor }) =>
        [
          labelled(words.discount, reason, language),
          ...(percentPpm === undefined ? [] : [percent(percentPpm, language)]),
          figure(money(-minor, currency), language),
        ].join(' · '),
      ),
    ].flatMap((said) => pen.fitted(said, COLUMNS.item.width, SKU));
    return { line, text, sku, height: text.length * LINE + sku.length * 9.5 + PAD * 2 - 2 };
  });
};

/** Rows of each page, and whether what follows the table starts on a page of its own. */
export interface Deal {
  readonly pages: Row[][];
  readonly tailAlone: boolean;
}

/**
 * Rows are never cut. What follows the last one (totals, payment) stays with it: when it does not fit any
 * more, up to two rows go over to the next page with it, so that no total stands on a page without what it
 * sums up.
 */
export const deal = (rows: readonly Row[], room: { first: number; next: number; tail: number }): Deal => {
  const pages: Row[][] = [[]];
  let left = room.first - HEAD;
  for (const row of rows) {
    if (row.height + CARRY > left && pages.at(-1)!.length > 0) {
      pages.push([]);
      left = room.next - HEAD - CARRY;
    }
    pages.at(-1)!.push(row);
    left -= row.height;
  }
  if (room.tail <= left) return { pages, tailAlone: false };
  const last = pages.at(-1)!;
  const moved = last.splice(last.length > 3 ? -2 : -1);
  const height = moved.reduce((total, row) => total + row.height, HEAD + CARRY);
  if (last.length === 0 || height + room.tail > room.next) {
    last.push(...moved);
    return { pages, tailAlone: true };
  }
  return { pages: [...pages, moved], tailAlone: false };
};

/**
 * One page of the table from y on; answers where it ends. `before` is the net of the pages before, `more`
 * says whether rows follow.
 */
export const tablePage = (
  pen: Pen,
  snapshot: Snapshot,
  rows: readonly Row[],
  top: number,
  carried: { before: number | undefined; more: boolean },
): number => {
  let y = head(pen, snapshot, top);
  if (carried.before !== undefined) y = carry(pen, snapshot, carried.before, y);
  for (const row of rows) y = drawRow(pen, snapshot, row, y);
  const after = rows.reduce((total, { line }) => total + line.netMinor, carried.before ?? 0);
  return carried.more ? carry(pen, snapshot, after, y) : y;
};

/** A request for a deposit is of a whole amount, and has no tax. */
const head = (pen: Pen, { language, currency, deposit }: Snapshot, y: number): number => {
  const words = WORDS[language];
  const titles: Record<Column, string> = {
    position: words.position,
    item: words.item,
    quantity: words.quantity,
    unitPrice: words.unitPrice,
    vat: deposit ? '' : words.vat,
    net: `${deposit ? words.total : words.net} ${currency}`,
  };
  pen.group('TR', () => {
    for (const [name, { x, width, align }] of entries)
      pen.leaf('TH', () =>
        pen.text(titles[name], x, y + 8, { size: 7.5, bold: true, color: COLOR.muted, width, align }),
      );
  });
  pen.aside(() => pen.rule(y + 15, PAGE.left, PAGE.right, pen.strong, 0.8));
  return y + HEAD - 5;
};

const drawRow = (
  pen: Pen,
  { language, currency, deposit }: Snapshot,
  { line, text, sku, height }: Row,
  top: number,
): number => {
  const y = top + PAD + 8;
  const { category, ratePpm } = line.tax;
  const rate = category === 'S' ? percent(ratePpm, language) : `${category} ${percent(ratePpm, language)}`;
  const cell = (name: Column, words: string, style: Style = {}) =>
    pen.leaf('TD', () => pen.text(words, COLUMNS[name].x, y, { ...COLUMNS[name], figures: true, ...style }));
  pen.group('TR', () => {
    cell('position', line.id, { color: COLOR.muted });
    pen.leaf('TD', () => {
      text.forEach((part, at) =>
        pen.text(part, COLUMNS.item.x, y + at * LINE, { width: COLUMNS.item.width }),
      );
      sku.forEach((part, at) => pen.text(part, COLUMNS.item.x, y + text.length * LINE - 1 + at * 9.5, SKU));
    });
    cell('quantity', measured(line, language));
    const each = unitPrice(line.unitPrice, currency, language);
    // What does not multiply by one is the price of so many (BT-149).
    cell(
      'unitPrice',
      line.baseQuantity === undefined ? each : `${each} / ${quantity(line.baseQuantity, language)}`,
    );
    cell('vat', deposit ? '' : rate);
    cell('net', figure(money(line.netMinor, currency), language));
  });
  pen.aside(() => pen.rule(top + height));
  return top + height;
};

const carry = (pen: Pen, { language, currency }: Snapshot, minor: number, y: number): number => {
  pen.aside(() => {
    pen.text(WORDS[language].carried, COLUMNS.item.x, y + 13, { size: 8.5, bold: true, color: COLOR.muted });
    pen.text(figure(money(minor, currency), language), COLUMNS.net.x, y + 13, {
      size: 8.5,
      bold: true,
      color: COLOR.muted,
      width: COLUMNS.net.width,
      align: 'right',
      figures: true,
    });
    pen.rule(y + CARRY);
  });
  return y + CARRY;
};

const entries = Object.entries(COLUMNS) as [Column, (typeof COLUMNS)[Column]][];
