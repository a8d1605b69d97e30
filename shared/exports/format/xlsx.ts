/**
 * XLSX (ECMA-376, SpreadsheetML) as it comes: real days, real numbers with the decimals of their currency, a frozen and filtered head, and a
 * sheet that says what the file is. Texts are inline strings, which no spreadsheet runs. A sheet holds 1,048,576 rows; what follows is on the next.
 */
import { exponentOf } from '../../kernel/currencies.ts';
import { money, toText } from '../../kernel/money.ts';
import { currencyAt, type Cell, type Column } from '../columns.ts';
import type { About, Groups } from './format.ts';
import { inParts } from './parts.ts';
import { zip, type Part } from './zip.ts';

const SHEET_ROWS = 1_048_576;
const DAY_MS = 86_400_000;
/** Excel counts days from here; what it takes for a leap year in 1900 is behind it. */
const EPOCH_MS = Date.UTC(1899, 11, 30);

export const xlsxWith =
  (sheetRows: number) => (groups: Groups, columns: readonly Column[], about: () => About) =>
    zip(partsOf(groups, columns, about, sheetRows));
export const xlsx = xlsxWith(SHEET_ROWS);

async function* partsOf(
  groups: Groups,
  columns: readonly Column[],
  about: () => About,
  sheetRows: number,
): AsyncGenerator<Part> {
  const rows = inParts(groups, sheetRows - 1);
  let sheets = 0;
  do {
    sheets += 1;
    yield { name: `xl/worksheets/sheet${sheets}.xml`, pieces: sheet(rows.next, columns) };
  } while (await rows.more());
  yield { name: `xl/worksheets/sheet${sheets + 1}.xml`, pieces: [aboutSheet(about())] };
  const names = [...Array.from({ length: sheets }, (_, n) => (n === 0 ? 'Rows' : `Rows ${n + 1}`)), 'About'];
  for (const [name, text] of Object.entries(bookOf(names))) yield { name, pieces: [`${XML}${text}`] };
}

async function* sheet(next: () => Groups, columns: readonly Column[]): AsyncGenerator<string> {
  const currency = currencyAt(columns);
  const letters = columns.map((_, at) => letterOf(at));
  const widths = columns.map(({ is, name }, at) => {
    const width = is === 'text' ? Math.max(WIDTHS[name] ?? 14, name.length + 4) : 14;
    return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`;
  });
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  yield `${XML}<worksheet ${NS}><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`;
  yield `<row r="1">${columns.map(({ name }, at) => inline(`${letters[at]}1`, name, HEAD)).join('')}</row>`;
  let at = 1;
  for await (const rows of next()) {
    const lines = rows.map((row) => {
      at += 1;
      const cells = row.map((cell, column) =>
        cellOf(`${letters[column]}${at}`, cell, columns[column]!, String(row[currency])),
      );
      return `<row r="${at}">${cells.join('')}</row>`;
    });
    yield lines.join('');
  }
  yield `</sheetData><autoFilter ref="A1:${letters.at(-1)}${at}"/></worksheet>`;
}
const WIDTHS: Readonly<Record<string, number>> = {
  entry: 34,
  customer: 32,
  memo: 40,
  account: 30,
  customer_id: 34,
};

const cellOf = (at: string, cell: Cell, { is }: Column, currency: string): string => {
  if (cell === undefined || cell === '') return '';
  if (is === 'text') return inline(at, String(cell));
  if (is === 'integer') return number(at, String(cell), WHOLE);
  if (is === 'decimal') return number(at, Number(cell).toFixed(2), AMOUNTS[2]!);
  if (is === 'date') return number(at, String((Date.parse(String(cell)) - EPOCH_MS) / DAY_MS), DAY);
  return number(at, toText(money(Number(cell), currency)), AMOUNTS[exponentOf(currency)!]!);
};
const number = (at: string, value: string, style: number) => `<c r="${at}" s="${style}"><v>${value}</v></c>`;
const inline = (at: string, text: string, style = 0): string =>
  `<c r="${at}"${style === 0 ? '' : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

const aboutSheet = (about: About): string => {
  const rows = about.map(
    ([name, value], n) =>
      `<row r="${n + 1}">${inline(`A${n + 1}`, name, HEAD)}${inline(`B${n + 1}`, value)}</row>`,
  );
  const cols =
    '<cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/></cols>';
  return `${XML}<worksheet ${NS}>${cols}<sheetData>${rows.join('')}</sheetData></worksheet>`;
};

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Styles by their place in `STYLES`. */
const [HEAD, DAY, WHOLE] = [1, 2, 3];
/** By decimals of the currency: none, two, three, four. */
const AMOUNTS: Readonly<Record<number, number>> = { 0: 4, 2: 5, 3: 6, 4: 7 };
const FORMATS = ['yyyy\\-mm\\-dd', '0', '#,##0', '#,##0.00', '#,##0.000', '#,##0.0000'];
const STYLES = `<styleSheet ${NS}><numFmts count="${FORMATS.length}">${FORMATS.map((code, n) => `<numFmt numFmtId="${164 + n}" formatCode="${code}"/>`).join('')}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${FORMATS.length + 2}"><xf xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/>${FORMATS.map((_, n) => `<xf numFmtId="${164 + n}" applyNumberFormat="1" xfId="0"/>`).join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

const bookOf = (names: readonly string[]): Record<string, string> => ({
  'xl/styles.xml': STYLES,
  'xl/workbook.xml': `<workbook ${NS} xmlns:r="${RELATIONS}"><sheets>${names.map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('')}</sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${names.map((_, n) => `<Relationship Id="rId${n + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}<Relationship Id="rId${names.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${names.map((_, n) => `<Override PartName="/xl/worksheets/sheet${n + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`).join('')}</Types>`,
});

const letterOf = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : letterOf(Math.floor(at / 26) - 1) + letterOf(at % 26);

/** XML 1.0 knows hardly a control character but tab and line ends, and no lone half of a pair: they are left out. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
