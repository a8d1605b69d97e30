/** How much of an invoice a credit note takes back: by quantity, by amount, or all that is left, to the last cent of tax. */
import { compare, exact, rounded, subtract } from '../kernel/decimal.ts';
import { allocate, money, toText, type Currency } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { PricedLine, TaxGroup, Totals } from '../pricing/price.ts';
import { amountOf, totalsOf } from '../pricing/rules.ts';
import type { CreditedLine, CreditNote } from './credit-note.ts';
import type { Snapshot } from './invoice.ts';

type Invoiced = Pick<Snapshot, 'lines' | 'totals' | 'currency'>;
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
  invoiced: Invoiced,
  before: readonly Credits[],
  wanted: readonly CreditedLine[] | undefined,
): Result<Crediting, Refused> => {
  const { lines, totals, currency } = invoiced;
  const left = leftOfLines(invoiced, before);
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

/** By the invoice's lines. */
export const leftOfLines = (
  { lines, totals, currency }: Invoiced,
  before: readonly Pick<Credits, 'lines'>[],
): Left[] => {
  const worth = worthOf(lines, totals, currency);
  return lines.map((line, at) => leftOf(line, worth[at]!, before));
};

/** What is left of a line: of its quantity, and of its net after all that was taken off it, on the document too. */
interface Left {
  readonly line: PricedLine;
  readonly worthMinor: number;
  readonly quantity: string;
  readonly netMinor: number;
}
interface Taken {
  readonly line: PricedLine;
  readonly kept: CreditNote['lines'][number];
  readonly left: Left;
}

/** A discount on the document is spread over the lines of its tax group, so that what is credited of a line has its part of it. */
const worthOf = (lines: readonly PricedLine[], { allowances = [] }: Totals, currency: Currency): number[] => {
  const worth = lines.map(({ netMinor }) => netMinor);
  for (const { category, ratePpm, minor } of allowances) {
    const weights = lines.map(({ tax }, at) =>
      tax.category === category && tax.ratePpm === ratePpm ? worth[at]! : 0,
    );
    for (const [at, share] of allocate(money(minor, currency), weights).entries())
      worth[at] = worth[at]! - share.minor;
  }
  return worth;
};

const leftOf = (line: PricedLine, worthMinor: number, before: readonly Pick<Credits, 'lines'>[]): Left =>
  before
    .flatMap(({ lines }) => lines.filter((credited) => credited.line === line.id))
    .reduce<Left>(
      (left, { quantity, netMinor }) => ({
        ...left,
        quantity: quantity === undefined ? left.quantity : subtract(left.quantity, quantity),
        netMinor: left.netMinor - netMinor,
      }),
      { line, worthMinor, quantity: line.quantity, netMinor: worthMinor },
    );

/** A line of which nothing was credited goes back as it came, any other by the amount that is left. */
const wholeOf = ({ line, worthMinor, quantity, netMinor }: Left): CreditedLine[] => {
  if (netMinor === 0) return [];
  return netMinor === worthMinor ? [{ line: line.id, quantity }] : [{ line: line.id, netMinor }];
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
  const { quantity } = wanted;
  const rest = compare(quantity, left.quantity);
  if (rest > 0) return undefined;
  const netMinor = rest === 0 ? left.netMinor : Math.min(shareOf(left, quantity), left.netMinor);
  return {
    line: piecesOf(line, quantity, netMinor, currency),
    kept: { line: line.id, quantity, netMinor },
    left: { ...left, quantity: subtract(left.quantity, quantity), netMinor: left.netMinor - netMinor },
  };
};

const shareOf = ({ line, worthMinor }: Left, quantity: string): number => {
  const [part, whole] = [exact(quantity), exact(line.quantity)];
  const scaled = BigInt(worthMinor) * part.units * 10n ** BigInt(whole.scale);
  return Number(rounded(scaled, whole.units * 10n ** BigInt(part.scale)));
};

/** At the invoice's price, less one allowance that makes it what it was worth there (BG-27). */
const piecesOf = (line: PricedLine, quantity: string, netMinor: number, currency: Currency): PricedLine => {
  if (quantity === line.quantity && netMinor === line.netMinor) return line;
  const amount = amountOf({ ...line, quantity }, currency);
  if (amount === undefined || amount < netMinor) return lessWorth(line, netMinor, currency);
  const { allowances = [], unit, unitPrice, baseQuantity } = line;
  const reason = [...new Set(allowances.map((one) => one.reason))].join(', ') || 'Discount';
  return {
    ...thingOf(line),
    quantity,
    unit,
    unitPrice,
    ...(baseQuantity !== undefined && { baseQuantity }),
    ...(amount > netMinor && { allowances: [{ reason, minor: amount - netMinor }] }),
    netMinor,
  };
};

export const lessWorth = (line: PricedLine, netMinor: number, currency: Currency): PricedLine => ({
  ...thingOf(line),
  quantity: '1',
  unit: 'C62',
  unitPrice: toText(money(netMinor, currency)),
  netMinor,
});

const thingOf = ({ id, sku, description, taxClass, supply, tax }: PricedLine) => ({
  id,
  sku,
  description,
  taxClass,
  ...(supply !== undefined && { supply }),
  tax,
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
