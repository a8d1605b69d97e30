/** Prices, tax and totals by rules §3.2: each line rounded once, each tax group rounded once, sums never again. */
import { exact, times } from '../kernel/decimal.ts';
import { inMinor, MAX_MINOR, portion, type Currency } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { LineInput, PricedLine, TaxGroup, Totals, TaxTreatment } from './price.ts';

export interface Priced {
  readonly lines: PricedLine[];
  readonly totals: Totals;
}

/** Lines are numbered from 1 in the order given; `treat` decides each line's tax and may refuse. */
export const price = <C extends string>(
  inputs: readonly LineInput[],
  currency: Currency,
  treat: (line: LineInput) => Result<TaxTreatment, C>,
): Result<Priced, C | 'pricing.too_large'> => {
  const lines: PricedLine[] = [];
  for (const [index, input] of inputs.entries()) {
    const tax = treat(input);
    if (!tax.ok) return refuse(tax.code, tax.detail, [{ pointer: `/lines/${index}`, detail: tax.detail }]);
    const net = lineNet(input, currency);
    if (net === undefined)
      return refuse('pricing.too_large', 'A line’s amount is beyond what can be invoiced.', [
        { pointer: `/lines/${index}`, detail: 'quantity times price is too large' },
      ]);
    lines.push({ ...input, id: String(index + 1), tax: tax.value, netMinor: net });
  }
  const totals = totalsOf(lines, currency);
  return totals.grossMinor <= MAX_MINOR
    ? ok({ lines, totals })
    : refuse('pricing.too_large', 'The total is beyond what can be invoiced.');
};

/** Groups by category and rate in the order of first appearance. */
export const totalsOf = (lines: readonly PricedLine[], currency: Currency): Totals => {
  const groups = new Map<string, TaxGroup>();
  for (const { tax, netMinor } of lines) {
    const name = `${tax.category} ${tax.ratePpm}`;
    const baseMinor = (groups.get(name)?.baseMinor ?? 0) + netMinor;
    groups.set(name, {
      ...tax,
      baseMinor,
      taxMinor: portion({ minor: baseMinor, currency }, tax.ratePpm).minor,
    });
  }
  const taxes = [...groups.values()];
  const netMinor = lines.reduce((total, line) => total + line.netMinor, 0);
  const taxMinor = taxes.reduce((total, group) => total + group.taxMinor, 0);
  return { netMinor, taxMinor, grossMinor: netMinor + taxMinor, taxes };
};

/** The same line for another quantity: what a part delivery invoices. */
export const lineFor = (line: PricedLine, quantity: string, currency: Currency): PricedLine => {
  const net = lineNet({ ...line, quantity }, currency);
  if (net === undefined) throw new RangeError(`line ${line.id} grew beyond its order`);
  return { ...line, quantity, netMinor: net };
};

const lineNet = (
  { quantity, unitPrice }: { quantity: string; unitPrice: string },
  currency: Currency,
): number | undefined => {
  const product = times(exact(quantity), exact(unitPrice));
  if (product.units / 10n ** BigInt(product.scale) > BigInt(MAX_MINOR) / 1000n) return undefined;
  return inMinor(product, currency).minor;
};
