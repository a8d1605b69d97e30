/**
 * Prices, tax and totals by rules §3.2: each line rounded once, its allowances apart, each tax group rounded once, sums never again.
 * Order of things: line → document → tax.
 */
import { exact, rounded, times } from '../kernel/decimal.ts';
import { inMinor, MAX_MINOR, portion, type Currency } from '../kernel/money.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import { allowancesOn, documentAllowances, groupName, type DiscountRefusal } from './discounts.ts';
import type {
  Allowance,
  Discount,
  DocumentAllowance,
  LineInput,
  PricedLine,
  PriceSource,
  ServicePeriod,
  Stacking,
  TaxGroup,
  Totals,
  TaxTreatment,
} from './price.ts';
import { oneScope } from './tax/rules.ts';
import { byPercent, moved, type Untaxing } from './untaxed.ts';

/** A line whose price is settled: by whoever ordered, or by a list. */
export type Settled = Omit<LineInput, 'unitPrice'> & {
  readonly unitPrice: string;
  readonly baseQuantity?: string | undefined;
  readonly price?: PriceSource | undefined;
  readonly period?: ServicePeriod | undefined;
  /** Of `discounts` those that the order itself asked for, where a list has brought some too. */
  readonly asked?: readonly Discount[] | undefined;
};
export interface Priced {
  readonly lines: PricedLine[];
  readonly totals: Totals;
}
export interface Terms {
  readonly discounts?: readonly Discount[] | undefined;
  readonly stacking?: Stacking | undefined;
  /** The discount for early payment, in parts per million, where the tax is computed on what it leaves. */
  readonly untaxedPpm?: number | undefined;
}
export type PriceRefusal = DiscountRefusal | 'pricing.too_large' | 'tax.mixed_scope';

/** Lines are numbered from 1 in the order given unless they have ids; `treat` decides each line's tax and may refuse. */
export const price = <C extends string>(
  inputs: readonly (Settled & { readonly id?: string })[],
  currency: Currency,
  treat: (line: Settled & { readonly id?: string }) => Result<TaxTreatment, C>,
  { discounts = [], stacking = 'sequential', untaxedPpm = 0 }: Terms = {},
): Result<Priced, C | PriceRefusal> => {
  const lines: PricedLine[] = [];
  for (const [index, input] of inputs.entries()) {
    const line = priceLine({ ...input, id: input.id ?? String(index + 1) }, currency, treat, stacking);
    if (!line.ok) return atLine(line, index);
    lines.push(line.value);
  }
  const scope = oneScope(lines.map(({ tax }) => tax));
  if (!scope.ok) return scope;
  const allowances =
    discounts.length === 0 ? ok([]) : documentAllowances(lines, discounts, stacking, currency);
  if (!allowances.ok)
    return refuse(allowances.code, allowances.detail, [{ pointer: '/discounts', detail: allowances.detail }]);
  const totals = totalsOf(lines, currency, allowances.value, byPercent(untaxedPpm, currency));
  return totals.grossMinor <= MAX_MINOR
    ? ok({ lines, totals })
    : refuse('pricing.too_large', 'The total is beyond what can be invoiced.');
};

const atLine = <C extends string>({ code, detail, errors }: Refusal<C>, index: number): Refusal<C> =>
  refuse(code, detail, errors ?? [{ pointer: `/lines/${index}`, detail }]);

const priceLine = <C extends string>(
  input: Settled & { readonly id: string },
  currency: Currency,
  treat: (line: Settled & { readonly id?: string }) => Result<TaxTreatment, C>,
  stacking: Stacking,
): Result<PricedLine, C | DiscountRefusal | 'pricing.too_large'> => {
  const tax = treat(input);
  if (!tax.ok) return tax;
  const amount = amountOf(input, currency);
  if (amount === undefined)
    return refuse('pricing.too_large', 'A line’s amount is beyond what can be invoiced.');
  const { discounts, asked = discounts, ...rest } = input;
  const line = { ...rest, tax: tax.value, netMinor: amount };
  if (discounts === undefined) return ok(line);
  const allowances = allowancesOn(amount, discounts, stacking, currency);
  if (!allowances.ok) return allowances;
  return ok(
    withAllowances(
      { ...line, ...(asked && asked.length > 0 && { discounts: [...asked] }) },
      allowances.value,
    ),
  );
};

/** The line, whose net is still the amount before allowances, less these. */
const withAllowances = (line: PricedLine, allowances: readonly Allowance[]): PricedLine => {
  const { allowances: _, ...rest } = line;
  return {
    ...rest,
    ...(allowances.length > 0 && { allowances: [...allowances] }),
    netMinor: line.netMinor - allowances.reduce((total, { minor }) => total + minor, 0),
  };
};

/** Groups by category and rate in the order of first appearance. `untaxing`: what of them may be kept and bears no tax. */
export const totalsOf = (
  lines: readonly PricedLine[],
  currency: Currency,
  allowances: readonly DocumentAllowance[] = [],
  untaxing: Untaxing = () => [],
): Totals => {
  const groups = new Map<string, Omit<TaxGroup, 'taxMinor'>>();
  const count = (tax: TaxTreatment, minor: number): void => {
    const name = groupName(tax);
    const before = groups.get(name);
    groups.set(name, { ...(before ?? tax), baseMinor: (before?.baseMinor ?? 0) + minor });
  };
  for (const { tax, netMinor } of lines) count(tax, netMinor);
  for (const { category, ratePpm, minor } of allowances) count({ category, ratePpm }, -minor);
  const untaxed = untaxing([...groups.values()]);
  const taxes = moved([...groups.values()], untaxed).map((group) => ({
    ...group,
    taxMinor: portion({ minor: group.baseMinor, currency }, group.ratePpm).minor,
  }));
  const netMinor = taxes.reduce((total, group) => total + group.baseMinor, 0);
  const taxMinor = taxes.reduce((total, group) => total + group.taxMinor, 0);
  return {
    netMinor,
    taxMinor,
    grossMinor: netMinor + taxMinor,
    taxes,
    ...(allowances.length > 0 && { allowances: [...allowances] }),
    ...(untaxed.length > 0 && { untaxed: [...untaxed] }),
  };
};

/** BG-14: from the first to the last day that any of the lines is for; undefined where none is for a time. */
export const periodOf = (lines: readonly Pick<PricedLine, 'period'>[]): ServicePeriod | undefined => {
  const periods = lines.flatMap(({ period }) => period ?? []);
  if (periods.length === 0) return undefined;
  const [from] = periods.map((one) => one.from).toSorted();
  return {
    from: from!,
    until: periods
      .map((one) => one.until)
      .toSorted()
      .at(-1)!,
  };
};

/** The same line for another quantity, with the parts of its allowances that go with it: what a part delivery invoices. */
export const lineFor = (
  line: PricedLine,
  quantity: string,
  currency: Currency,
  allowed: readonly number[] = [],
): PricedLine => {
  const amount = amountOf({ ...line, quantity }, currency);
  if (amount === undefined) throw new RangeError(`line ${line.id} grew beyond its order`);
  const parts = (line.allowances ?? []).flatMap((allowance, index) => {
    const minor = allowed[index] ?? 0;
    const { percentPpm: _, baseMinor: __, ...rest } = allowance;
    // A part rounds by itself: only of the whole line the percentage of its base is the amount.
    return minor === 0 ? [] : [minor === allowance.minor ? allowance : { ...rest, minor }];
  });
  return withAllowances({ ...line, quantity, netMinor: amount }, parts);
};

/** Before allowances, in minor units; undefined where it is beyond what can be invoiced. */
export const amountOf = (
  {
    quantity,
    unitPrice,
    baseQuantity = '1',
  }: { quantity: string; unitPrice: string; baseQuantity?: string | undefined },
  currency: Currency,
): number | undefined => {
  const product = times(exact(quantity), exact(unitPrice));
  const base = exact(baseQuantity);
  if (
    product.units / (10n ** BigInt(product.scale) * (base.units / 10n ** BigInt(base.scale) + 1n)) >
    LARGEST
  )
    return undefined;
  if (baseQuantity === '1') return inMinor(product, currency).minor;
  // Divided once and last: twelve decimals more than any currency has, then rounded like every other amount.
  const scaled = product.units * 10n ** BigInt(base.scale) * 10n ** 18n;
  const minor = inMinor({ units: rounded(scaled, base.units), scale: product.scale + 18 }, currency);
  return minor.minor > MAX_MINOR ? undefined : minor.minor;
};
const LARGEST = BigInt(MAX_MINOR) / 1000n;
