/** CSV (RFC 4180, lines end with LF) with a byte order mark and a head; amounts as decimal text in major units. */
import { money, toText } from '../../kernel/money.ts';
import { currencyAt, type Cell, type Column } from '../columns.ts';
import { bytes, type Groups } from './format.ts';

export const csv = async function* (groups: Groups, columns: readonly Column[]): AsyncGenerator<Uint8Array> {
  const currency = currencyAt(columns);
  yield bytes(`\uFEFF${columns.map(({ name }) => name).join(',')}\n`);
  for await (const rows of groups)
    yield bytes(
      rows
        .map((row) => `${row.map((cell, at) => said(cell, columns[at]!, String(row[currency]))).join(',')}\n`)
        .join(''),
    );
};

const said = (cell: Cell, { is }: Column, currency: string): string => {
  if (cell === undefined) return '';
  if (is === 'money') return toText(money(Number(cell), currency));
  if (is === 'decimal') return Number(cell).toFixed(2);
  return is === 'text' ? quoted(disarmed(String(cell))) : String(cell);
};

/** A cell that a spreadsheet would run as a formula (OWASP, "CSV injection"; also in full width) is shown as text. Amounts are ours and stay numbers. */
export const disarmed = (text: string): string => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text);
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
