/** How much of a priced basket a part takes: by quantity, by amount, or all that is left, to the last cent of tax. */
import { compare, exact, rounded, subtract } from '../kernel/decimal.ts';
import { allocate, money, toText, type Currency } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { PricedLine, TaxGroup, Totals } from './price.ts';
import { amountOf, totalsOf } from './rules.ts';
import { byParts, byTaxes } from './untaxed.ts';

/** An invoice of which parts are credited, an order of which parts are billed. */
export interface Whole {
  readonly lines: readonly PricedLine[];
  readonly totals: Totals;
  readonly currency: Currency;
}
/** Of a line so much, or so much less worth. */
export type PartWanted =
  | { readonly line: string; readonly quantity: string }
  | { readonly line: string; readonly netMinor: number };
/** What a part took of each line, and of each group of taxes: nothing is taken twice. */
export interface Part {
  readonly lines: readonly {
    readonly line: string;
    readonly quantity?: string | undefined;
    readonly netMinor: number;
  }[];
  readonly taxes: readonly TaxGroup[];
}
export interface Parted {
  readonly lines: { line: string; quantity?: string; netMinor: number }[];
  readonly taxes: TaxGroup[];
  /** As a document prints them, numbered from 1. */
  readonly printed: PricedLine[];
  readonly totals: Totals;
}
export type PartRefusal =
  | 'pricing.line_unknown'
  | 'pricing.part_too_large'
  | 'pricing.part_of_nothing'
  | 'pricing.nothing_left';

/**
 * `before`: the parts that were taken already. Per line and tax group their sum never passes the whole; the last one of a group takes
 * the cents that rounding left, so that all together are the whole (rules §3.6).
 */
export const parted = (
  whole: Whole,
  before: readonly Part[],
  wanted: readonly PartWanted[] | undefined,
): Result<Parted, PartRefusal> => {
  const { lines, totals, currency } = whole;
  const left = leftOfLines(whole, before);
  const taken: Taken[] = [];
  for (const [index, one] of (wanted ?? left.flatMap(wholeOf)).entries()) {
    const at = left.findIndex(({ line }) => line.id === one.line);
    if (at < 0)
      return refuse('pricing.line_unknown', 'There is no such line.', [
        {
          pointer: `/lines/${index}/line`,
          detail: `must be one of ${lines
            .map(({ id }) => id)
            .join(', ')
            .slice(0, 200)}`,
        },
      ]);
    const part = takenOf(left[at]!, one, currency);
    if (!part)
      return refuse('pricing.part_too_large', 'More would be taken than is left.', [
        { pointer: `/lines/${index}`, detail: saidOf(left[at]!, currency) },
      ]);
    if (part.kept.netMinor === 0)
      return refuse('pricing.part_of_nothing', 'A part is worth nothing.', [
        { pointer: `/lines/${index}`, detail: 'its net rounds to zero' },
      ]);
    taken.push(part);
    left[at] = part.left;
  }
  if (taken.length === 0) return refuse('pricing.nothing_left', 'All of it is taken already.');
  const printed = taken.map(({ line }, index) => ({ ...line, id: String(index + 1) }));
  const sums = withTaxesLeft(totalsOf(printed, currency, [], byParts(whole, before)), totals.taxes, before);
  return ok({ printed, totals: sums, lines: taken.map(({ kept }) => kept), taxes: sums.taxes });
};

/** A part as its document prints it, with the figures that were taken. Its lines are those of the whole still. */
export const printedPart = ({ lines, currency }: Omit<Whole, 'totals'>, { lines: taken, taxes }: Part) => {
  const printed = taken.map(({ line: id, quantity, netMinor }, index) => {
    const line = lines.find((one) => one.id === id)!;
    const part =
      quantity === undefined
        ? lessWorth(line, netMinor, currency)
        : piecesOf(line, quantity, netMinor, currency);
    return { ...part, id: String(index + 1) };
  });
  return { lines: printed, totals: withTaxes(totalsOf(printed, currency, [], byTaxes(taxes)), [...taxes]) };
};

/** By the lines of the whole. */
export const leftOfLines = (
  { lines, totals, currency }: Whole,
  before: readonly Pick<Part, 'lines'>[],
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
  readonly kept: Parted['lines'][number];
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

const leftOf = (line: PricedLine, worthMinor: number, before: readonly Pick<Part, 'lines'>[]): Left =>
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
const wholeOf = ({ line, worthMinor, quantity, netMinor }: Left): PartWanted[] => {
  if (netMinor === 0) return [];
  return netMinor === worthMinor ? [{ line: line.id, quantity }] : [{ line: line.id, netMinor }];
};

const takenOf = (left: Left, wanted: PartWanted, currency: Currency): Taken | undefined => {
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

/** At the line’s price, less one allowance that makes it what it is worth there (BG-27). */
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

const withTaxesLeft = (totals: Totals, whole: readonly TaxGroup[], before: readonly Part[]): Totals => {
  const taxes = totals.taxes.map((group): TaxGroup => {
    const same = ({ category, ratePpm }: TaxGroup): boolean =>
      category === group.category && ratePpm === group.ratePpm;
    const earlier = before.flatMap(({ taxes: credited }) => credited.filter(same));
    const leftOver = (field: 'baseMinor' | 'taxMinor'): number =>
      earlier.reduce((left, credited) => left - credited[field], whole.find(same)?.[field] ?? 0);
    const taxMinor =
      group.baseMinor === leftOver('baseMinor')
        ? leftOver('taxMinor')
        : Math.min(group.taxMinor, leftOver('taxMinor'));
    return { ...group, taxMinor };
  });
  return withTaxes(totals, taxes);
};

const withTaxes = (totals: Totals, taxes: TaxGroup[]): Totals => {
  const taxMinor = taxes.reduce((total, group) => total + group.taxMinor, 0);
  return { ...totals, taxes, taxMinor, grossMinor: totals.netMinor + taxMinor };
};
