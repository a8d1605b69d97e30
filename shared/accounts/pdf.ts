/** The statement of account as a PDF of the invoices' family. Made from the frozen statement alone: the same one makes the same bytes. */
import { amount, day, days, figure } from '../documents/format.ts';
import type { Fonts } from '../documents/pdf.ts';
import { band, foot, headed, pairs, running } from '../documents/pdf/head.ts';
import { COLOR, PAGE, penOf, WIDTH, type Pen, type Style } from '../documents/pdf/pen.ts';
import { WORDS as FAMILY } from '../documents/words.ts';
import { money } from '../kernel/money.ts';
import type { AccountStatement } from './account.ts';
import { tablesOf, type Column, type Table } from './tables.ts';
import { bucketName, WORDS } from './words.ts';

const ROW = 16;
const HEAD: Style = { size: 7.5, bold: true, color: COLOR.muted };
const CELL: Style = { size: 8.5, figures: true };
/** Where the rows of a page begin that is not the first, and how many lines of text the end of a table needs. */
const NEXT_TOP = PAGE.top + 30;

export const statementPdf = (statement: AccountStatement, fonts: Fonts): Promise<Uint8Array> => {
  const { language, seller, asOf } = statement;
  const { title } = WORDS[language];
  const pen = penOf(fonts, {
    title: `${title} ${statement.buyer.externalId} ${asOf}`,
    author: seller.name,
    language,
    createdOn: asOf,
  });
  const tables = tablesOf(statement);
  pen.page();
  let y = opening(pen, statement);
  // Pages are counted before the first ends: how many there are stands on each.
  const count = pagesOf(tables, y);
  let page = 1;
  const turn = (): number => {
    foot(pen, statement, page, count);
    page += 1;
    pen.page();
    running(pen, seller, `${title} · ${day(asOf, language)}`);
    return NEXT_TOP;
  };
  for (const table of tables) y = drawn(pen, statement, table, y, turn);
  if (y + TAIL > PAGE.bottom) y = turn();
  tail(pen, statement, y);
  foot(pen, statement, page, count);
  return pen.end();
};

const opening = (pen: Pen, statement: AccountStatement): number => {
  const { language, asOf, from, buyer, currency, buckets, balanceMinor, unappliedMinor } = statement;
  const words = WORDS[language];
  headed(pen, statement, words.title, day(asOf, language));
  const below = pairs(pen, [
    [words.asOf, day(asOf, language)],
    ...(from === undefined ? [] : [[words.period, days({ from, until: asOf }, language)] as const]),
    [FAMILY[language].customer, buyer.externalId],
  ]);
  const say = (minor: number) => amount(money(minor, currency), language);
  const late = buckets.reduce((sum, { name, minor }) => sum + (name === 'current' ? 0 : minor), 0);
  return band(pen, Math.max(258, below + 4), [
    [words.balance, say(balanceMinor)],
    [words.overdue, say(late)],
    [words.unapplied, say(unappliedMinor)],
  ]);
};

const START = 44;
const TAIL = 74;
/** Room that a row needs on a page where what is carried follows it. */
const fits = (y: number): boolean => y + ROW * 2 <= PAGE.bottom;

/** The same steps as drawing takes, so that every page can say how many there are. */
const pagesOf = (tables: readonly Table[], top: number): number => {
  let pages = 1;
  let y = top;
  for (const { rows, first } of tables) {
    if (y + START + ROW * 3 > PAGE.bottom) [pages, y] = [pages + 1, NEXT_TOP];
    y += START + (first === undefined ? 0 : ROW);
    for (let row = 0; row < Math.max(1, rows.length); row++) {
      if (!fits(y)) [pages, y] = [pages + 1, NEXT_TOP + START + ROW];
      y += ROW;
    }
    y += ROW + 10;
  }
  return y + TAIL > PAGE.bottom ? pages + 1 : pages;
};

const drawn = (
  pen: Pen,
  { language, currency }: AccountStatement,
  table: Table,
  top: number,
  turn: () => number,
): number => {
  const { rows, first, last, beforeMinor } = table;
  const say = (minor: number) => figure(money(minor, currency), language);
  const carried = (minor: number) => `${FAMILY[language].carried}: ${say(minor)}`;
  let y = top + START + ROW * 3 > PAGE.bottom ? turn() : top;
  pen.group('Table', () => {
    y = titled(pen, table, y);
    if (first !== undefined) y = line(pen, first, y);
    let sum = beforeMinor;
    if (rows.length === 0) y = line(pen, WORDS[language].nothing, y);
    for (const { cells, minor } of rows) {
      if (!fits(y)) {
        line(pen, carried(sum), y);
        y = line(pen, carried(sum), titled(pen, table, turn()));
      }
      row(pen, 'TD', cells, table.columns, y, CELL);
      sum += minor;
      y += ROW;
    }
    y = line(pen, last, y, true);
  });
  return y + 10;
};

const titled = (pen: Pen, { title, columns }: Table, y: number): number => {
  pen.group('TR', () => pen.leaf('TH', () => pen.text(title, PAGE.left, y + 14, { size: 10.5, bold: true })));
  row(
    pen,
    'TH',
    columns.map((column) => column.title),
    columns,
    y + 20,
    HEAD,
  );
  pen.aside(() => pen.rule(y + START - 6, PAGE.left, PAGE.right, COLOR.ink, 0.8));
  return y + START;
};

const row = (
  pen: Pen,
  tag: 'TH' | 'TD',
  cells: readonly string[],
  columns: readonly Column[],
  y: number,
  style: Style,
): void =>
  pen.group('TR', () =>
    columns.forEach(({ x, width, align }, at) =>
      pen.leaf(tag, () => pen.text(cells[at]!, x, y + 10, { ...style, width, ...(align && { align }) })),
    ),
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

/** By age, and what is left when what is the customer's is taken off. */
const tail = (pen: Pen, statement: AccountStatement, top: number): void => {
  const { language, currency, buckets, unappliedMinor, balanceMinor } = statement;
  const words = WORDS[language];
  const say = (minor: number) => figure(money(minor, currency), language);
  const width = WIDTH / buckets.length;
  const columns = buckets.map(({ name }, at): Column => ({
    title: bucketName(name, words),
    x: PAGE.left + at * width,
    width: width - 6,
    align: 'right',
  }));
  pen.group('Table', () => {
    pen.leaf('Caption', () => pen.text(words.ageing, PAGE.left, top + 8, HEAD));
    row(
      pen,
      'TH',
      columns.map(({ title }) => title),
      columns,
      top + 8,
      HEAD,
    );
    pen.aside(() => pen.rule(top + 23));
    row(
      pen,
      'TD',
      buckets.map(({ minor }) => say(minor)),
      columns,
      top + 24,
      CELL,
    );
  });
  pen.leaf('P', () =>
    pen.text(
      `${words.unapplied}: ${say(-unappliedMinor)}  ·  ${words.balance}: ${amount(money(balanceMinor, currency), language)}`,
      PAGE.left,
      top + 60,
      { size: 9.5, bold: true, width: WIDTH, align: 'right', figures: true },
    ),
  );
};
