/** Days and amounts as people of many countries write them, by a layout. */
import type { LocalDate } from '../../kernel/dates.ts';
import type { Money } from '../../kernel/money.ts';
import type { CsvLayout } from '../layout.ts';
import { amountOf, dayOf, yearOf } from './texts.ts';
import { Unreadable } from './unreadable.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export const dayIn = (text: string, format: CsvLayout['date'], at: number): LocalDate => {
  const pattern = format
    .replaceAll('.', '\\.')
    .replace('YYYY', '(?<y>\\d{4})')
    .replace('YY', '(?<y>\\d{2}(?!\\d))')
    .replace('MMM', '(?<n>[A-Za-z]{3})')
    .replace('MM', '(?<m>\\d{1,2})')
    .replace('DD', '(?<d>\\d{1,2})');
  // Eight digits without signs between them have no short forms.
  const exact = format === 'YYYYMMDD' ? '^(?<y>\\d{4})(?<m>\\d{2})(?<d>\\d{2})' : `^${pattern}`;
  const found = new RegExp(`${exact}(?!\\d)`).exec(text)?.groups;
  if (!found) throw new Unreadable('bank.incomplete', `${text.slice(0, 40)} is not a date as ${format}`, at);
  const month = found['m'] ?? String(MONTHS.indexOf(found['n']!.toLowerCase()) + 1);
  const year = found['y']!.length === 2 ? yearOf(found['y']!) : Number(found['y']);
  return dayOf(year, month, found['d']!, at);
};

/** Credit positive: a signed column, columns for each side, or a column that says which side it is. */
export const signedIn = (
  {
    columns,
    sign,
    decimal,
  }:
    | Pick<CsvLayout, 'decimal' | 'columns' | 'sign'>
    | { decimal: '.' | ','; columns: { amount: number }; sign: undefined },
  textOf: (column: string | number | undefined) => string | undefined,
  currency: string,
  at: number,
): Money => {
  const read = (text: string) => amountOf(plain(text, decimal, at), currency, at);
  const whole = textOf(columns.amount);
  if (columns.amount !== undefined) {
    if (whole === undefined) throw new Unreadable('bank.incomplete', 'The row has no amount', at);
    if (!sign) return read(whole);
    const value = textOf(sign.column) ?? '';
    const debit = sign.debit ? sign.debit.includes(value) : !sign.credit?.includes(value);
    if (!debit && sign.credit && !sign.credit.includes(value))
      throw new Unreadable('bank.incomplete', `“${value.slice(0, 20)}” says neither debit nor credit`, at);
    return turned(read(whole), debit);
  }
  const { credit, debit } = columns as CsvLayout['columns'];
  const [came, went] = [textOf(credit), textOf(debit)].map((text) =>
    text === undefined ? undefined : read(text),
  );
  const moved = [came, went].filter((one) => one !== undefined && one.minor !== 0);
  if (moved.length > 1) throw new Unreadable('bank.incomplete', 'The row has a credit and a debit', at);
  if (!came && !went) throw new Unreadable('bank.incomplete', 'The row has no amount', at);
  return came && came.minor !== 0 ? turned(came, false) : went ? turned(went, true) : came!;
};
const turned = ({ minor, currency }: Money, negative: boolean): Money => ({
  minor: negative ? 0 - Math.abs(minor) : Math.abs(minor),
  currency,
});

/** `-1.234,56`, `+ £1,100.00`, `12,00-`, `(12.00)` → digits with a point; groups of thousands are three digits, or it is no amount. */
const plain = (text: string, decimal: '.' | ',', at: number): string => {
  const group = decimal === ',' ? '.' : ',';
  const bare = text.replaceAll(/[\s\p{Sc}'’]/gu, '');
  const found = new RegExp(
    `^([+-]?|\\()(\\d+|\\d{1,3}(?:\\${group}\\d{3})+)(?:\\${decimal}(\\d*))?([-)]?)$`,
  ).exec(bare);
  if (!found)
    throw new Unreadable(
      'bank.amount',
      `${text.slice(0, 40)} is not an amount with the decimal sign “${decimal}”`,
      at,
    );
  const [, before, whole, fraction = '', after] = found;
  const negative = before === '-' || before === '(' || after === '-';
  return `${negative ? '-' : ''}${whole!.replaceAll(group, '')}.${fraction}`;
};
