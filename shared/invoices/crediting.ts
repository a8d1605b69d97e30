/** How much of an invoice a credit note takes back: by quantity, by amount, or all that is left, to the last cent of tax. */
import { compare, subtract } from '../kernel/decimal.ts';
import { money, toText, type Currency } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { PricedLine, TaxGroup, Totals } from '../pricing/price.ts';
import { lineFor, totalsOf } from '../pricing/rules.ts';
import type { CreditedLine, CreditNote } from './credit-note.ts';
import type { Snapshot } from './invoice.ts';

type Credits = Pick<CreditNote, 'lines' | 'taxes'>;
export interface Crediting extends Credits {
  /** As the document prints them, numbered from 1. */
  readonly printed: PricedLine[];
  readonly totals: Totals;
}
type Refused =
  | 'invoices.line_unknown'
  | 'invoices.credited_too_much'
  | 'invoices.credit_of_nothing'
  | 'invoices.nothing_left';

/**
 * `before`: the credit notes that the invoice has already. Per line and tax group their sum never passes what was invoiced
 * (rules §3.6); the last one of a group takes the cents that rounding left, so that all together are the invoice.
 */
export const crediting = (
  { lines, totals, currency }: Pick<Snapshot, 'lines' | 'totals' | 'currency'>,
  before: readonly Credits[],
  wanted: readonly CreditedLine[] | undefined,
): Result<Crediting, Refused> => {
  const left = lines.map((line) => leftOf(line, before));
  const taken: Taken[] = [];
  for (const [index, one] of (wanted ?? left.flatMap(wholeOf)).entries()) {
    const at = left.findIndex(({ line }) => line.id === one.line);
    if (at < 0)
      return refuse('invoices.line_unknown', 'A line is not of this invoice.', [
        { pointer: `/lines/${index}/line`, detail: `the invoice has lines 1 to ${lines.length}` },
      ]);
    const part = takenOf(left[at]!, one, currency);
    if (!part)
      return refuse('invoices.credited_too_much', 'More would be credited than is left of the invoice.', [
        { pointer: `/lines/${index}`, detail: saidOf(left[at]!, currency) },
      ]);
    if (part.kept.netMinor === 0)
      return refuse('invoices.credit_of_nothing', 'A part is worth nothing that could be credited.', [
        { pointer: `/lines/${index}`, detail: 'its net rounds to zero' },
      ]);
    taken.push(part);
    left[at] = part.left;
  }
  if (taken.length === 0)
    return refuse('invoices.nothing_left', 'The invoice is credited to the last cent already.');
  const printed = taken.map(({ line }, index) => ({ ...line, id: String(index + 1) }));
  const sums = withTaxesLeft(totalsOf(printed, currency), totals.taxes, before);
  return ok({ printed, totals: sums, lines: taken.map(({ kept }) => kept), taxes: sums.taxes });
};

interface Left {
  readonly line: PricedLine;
  readonly quantity: string;
  readonly netMinor: number;
}
interface Taken {
  readonly line: PricedLine;
  readonly kept: CreditNote['lines'][number];
  readonly left: Left;
}

const leftOf = (line: PricedLine, before: readonly Credits[]): Left =>
  before
    .flatMap(({ lines }) => lines.filter((credited) => credited.line === line.id))
    .reduce<Left>(
      (left, { quantity, netMinor }) => ({
        line,
        quantity: quantity === undefined ? left.quantity : subtract(left.quantity, quantity),
        netMinor: left.netMinor - netMinor,
      }),
      { line, quantity: line.quantity, netMinor: line.netMinor },
    );

/** A line of which nothing was credited goes back as it came, any other by the amount that is left. */
const wholeOf = ({ line, quantity, netMinor }: Left): CreditedLine[] => {
  if (netMinor === 0) return [];
  return netMinor === line.netMinor ? [{ line: line.id, quantity }] : [{ line: line.id, netMinor }];
};

const takenOf = (left: Left, wanted: CreditedLine, currency: Currency): Taken | undefined => {
  const { line } = left;
  if ('netMinor' in wanted) {
    const { netMinor } = wanted;
    if (netMinor > left.netMinor) return undefined;
    return {
      line: lessWorth(line, netMinor, currency),
      kept: { line: line.id, netMinor },
      left: { ...left, netMinor: left.netMinor - netMinor },
    };
  }
  const rest = compare(wanted.quantity, left.quantity);
  if (rest > 0 || left.netMinor === 0) return undefined;
  const whole = lineFor(line, wanted.quantity, currency);
  const netMinor = rest === 0 ? left.netMinor : Math.min(whole.netMinor, left.netMinor);
  const kept = { line: line.id, quantity: wanted.quantity, netMinor };
  return {
    // A part whose price was lowered before is no more quantity times price.
    line: netMinor === whole.netMinor ? whole : lessWorth(line, netMinor, currency),
    kept,
    left: { line, quantity: subtract(left.quantity, wanted.quantity), netMinor: left.netMinor - netMinor },
  };
};

const lessWorth = (
  { id, sku, description, taxClass, tax }: PricedLine,
  netMinor: number,
  currency: Currency,
): PricedLine => ({
  id,
  sku,
  description,
  taxClass,
  tax,
  netMinor,
  quantity: '1',
  unit: 'C62',
  unitPrice: toText(money(netMinor, currency)),
});

const saidOf = ({ line, quantity, netMinor }: Left, currency: Currency): string =>
  `${quantity} and ${toText(money(netMinor, currency))} net are left of line ${line.id}`;

const withTaxesLeft = (totals: Totals, invoiced: readonly TaxGroup[], before: readonly Credits[]): Totals => {
  const taxes = totals.taxes.map((group): TaxGroup => {
    const same = ({ category, ratePpm }: TaxGroup): boolean =>
      category === group.category && ratePpm === group.ratePpm;
    const earlier = before.flatMap(({ taxes: credited }) => credited.filter(same));
    const leftOver = (field: 'baseMinor' | 'taxMinor'): number =>
      earlier.reduce((left, credited) => left - credited[field], invoiced.find(same)?.[field] ?? 0);
    const taxMinor =
      group.baseMinor === leftOver('baseMinor')
        ? leftOver('taxMinor')
        : Math.min(group.taxMinor, leftOver('taxMinor'));
    return { ...group, taxMinor };
  });
  const taxMinor = taxes.reduce((total, group) => total + group.taxMinor, 0);
  return { ...totals, taxes, taxMinor, grossMinor: totals.netMinor + taxMinor };
};
