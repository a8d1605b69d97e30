/** QR codes as modules: the EPC credit transfer (EPC069-12, version 002), the Swiss one (`swiss-qr.ts`), and any link. */
import { encode } from 'uqr';
import { toText, type Money } from '../kernel/money.ts';
import { isCreditorReference, isQrIban } from '../kernel/reference.ts';

export interface Transfer {
  readonly name: string;
  readonly iban: string;
  readonly bic: string;
  readonly amount: Money;
  /** ISO 11649 stands in the structured field, so the payer's bank carries it unchanged; another one in the field for text. */
  readonly reference?: string;
  /** Several of them, in the field for text; there is one field or the other. */
  readonly text?: string;
}
/** What the field for text holds. */
const MAX_TEXT = 140;

/** Undefined where the scheme does not reach: it is SEPA's, so for euro from 0.01 to 999,999,999.99 only, and with 140 characters of text. */
export const epcText = ({ name, iban, bic, amount, reference = '', text }: Transfer): string | undefined => {
  if (amount.currency !== 'EUR' || amount.minor < 1 || amount.minor > 99_999_999_999) return undefined;
  if (text !== undefined && text.length > MAX_TEXT) return undefined;
  // A QR-IBAN takes transfers with a QR reference from Swiss banks only.
  if (isQrIban(iban)) return undefined;
  const said = text ?? (reference === '' || isCreditorReference(reference) ? undefined : reference);
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    bic,
    Array.from(name).slice(0, 70).join(''),
    iban,
    `EUR${toText(amount)}`,
    '',
    ...(said === undefined ? [reference] : ['', said]),
  ].join('\n');
};

/** Rows of dark and light without a quiet zone. The EPC asks for level M; it serves links as well. */
export const modules = (text: string): boolean[][] =>
  encode(text, { ecc: 'M', boostEcc: false, border: 0 }).data;

/**
 * The Swiss cross in the middle of a code, which level M lets stand there: boxes in parts of the code's side, 7 of 46 mm in all
 * (Implementation Guidelines QR-bill 2.3, 6.4.2).
 */
export const CROSS: readonly { x: number; y: number; width: number; height: number; dark: boolean }[] = [
  [0, 0, 19.8, 19.8, false],
  [0.7, 0.7, 18.4, 18.4, true],
  [8.25, 4, 3.3, 11.8, false],
  [4, 8.25, 11.8, 3.3, false],
].map(([x, y, width, height, dark]) => {
  const part = (units: unknown): number => ((units as number) / 19.8) * (7 / 46);
  return {
    x: 0.5 - 3.5 / 46 + part(x),
    y: 0.5 - 3.5 / 46 + part(y),
    width: part(width),
    height: part(height),
    dark: dark as boolean,
  };
});

/** One path of runs, in black on white whatever the theme of the page: scanners want it so. */
export const svgOf = (text: string, label: string, cross = false): string => {
  const rows = modules(text);
  const size = rows.length + 8;
  const path = runs(rows)
    .map(({ x, y, length }) => `M${x + 4} ${y + 4}h${length}v1h-${length}z`)
    .join('');
  const title = label.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" ` +
    `aria-label="${title}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/>${cross ? crossOf(rows.length) : ''}</svg>`
  );
};

const crossOf = (side: number): string => {
  const at = (part: number): string => (part * side).toFixed(3);
  return CROSS.map(
    ({ x, y, width, height, dark }) =>
      `<rect x="${(4 + x * side).toFixed(3)}" y="${(4 + y * side).toFixed(3)}" width="${at(width)}" height="${at(height)}" fill="${dark ? '#000' : '#fff'}"/>`,
  ).join('');
};

/** Neighbours in a row as one bar: a tenth of the drawing commands, and no hairlines between modules. */
export const runs = (rows: readonly (readonly boolean[])[]): { x: number; y: number; length: number }[] =>
  rows.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1]) return [];
      const end = row.indexOf(false, x);
      return [{ x, y, length: (end < 0 ? row.length : end) - x }];
    }),
  );
