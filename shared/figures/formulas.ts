/** The formulas of rules §2, over sums. Amounts are minor units; what is divided comes back in hundredths, and nothing where there is nothing to divide by. */
import { rounded } from '../kernel/decimal.ts';

/** An exact quotient: what is computed on is this, and what is shown is rounded. */
export interface Quotient {
  readonly over: bigint;
  readonly under: bigint;
}
export const quotient = (over: number | bigint, under: number | bigint): Quotient | null =>
  under > 0 ? { over: BigInt(over), under: BigInt(under) } : null;

/** Two decimals, half away from zero, for people. */
export const shown = (value: Quotient | null, times = 1): number | null =>
  value === null ? null : Number(rounded(value.over * BigInt(times) * 100n, value.under)) / 100;
export const percent = (over: number | bigint, under: number | bigint): number | null =>
  shown(quotient(over, under), 100);

/** Ending (or average) receivables ÷ credit sales × days; best possible with what is not past due alone. */
export const dso = (receivables: number, sales: number, days: number): number | null =>
  shown(quotient(receivables, sales), days);

/** Days sales outstanding less the best possible: both of the same period and base. */
export const delinquentDays = (simple: number | null, best: number | null): number | null =>
  simple === null || best === null ? null : Math.round(simple * 100 - best * 100) / 100;

export interface Collecting {
  readonly beginning: number;
  readonly sales: number;
  readonly ending: number;
  readonly current: number;
}
/** Collection effectiveness index in percent: what was collected of what could be. */
export const cei = ({ beginning, sales, ending, current }: Collecting): number | null =>
  percent(beginning + sales - ending, beginning + sales - current);

export const mean = (a: number, b: number): Quotient => ({ over: BigInt(a) + BigInt(b), under: 2n });
/** How often average receivables turned over; twice the sales ÷ both ends, so that no half is lost. */
export const turnover = (sales: number, beginning: number, ending: number): number | null =>
  shown(quotient(2n * BigInt(sales), BigInt(beginning) + BigInt(ending)));
export const turnoverDays = (sales: number, beginning: number, ending: number, days: number): number | null =>
  shown(quotient((BigInt(beginning) + BigInt(ending)) * BigInt(days), 2n * BigInt(sales)));

/** Σ(amount × days) ÷ Σ amount. */
export const weighted = (
  rows: readonly { readonly minor: number; readonly days: number }[],
): number | null => {
  let [over, under] = [0n, 0n];
  for (const { minor, days } of rows) {
    over += BigInt(minor) * BigInt(days);
    under += BigInt(minor);
  }
  return shown(quotient(over, under));
};

/** Of each bucket but the last: what is in the next one now ÷ what was in it one bucket length before. */
export const rollRates = (now: readonly number[], before: readonly number[]): (Quotient | null)[] =>
  before.slice(0, -1).map((was, at) => quotient(Math.max(0, now[at + 1]!), was));

/** By bucket, what of it will be lost: the product of the rates from it on. More than all is all; unknown where one of them is. */
export const lossFactors = (rates: readonly (Quotient | null)[]): (Quotient | null)[] =>
  rates.map((_, from) =>
    rates.slice(from).reduce<Quotient | null>((product, rate) => {
      if (product === null || rate === null) return null;
      const { over, under } = rate.over > rate.under ? { over: 1n, under: 1n } : rate;
      return { over: product.over * over, under: product.under * under };
    }, ONE),
  );
const ONE: Quotient = { over: 1n, under: 1n };

/** Σ balance × factor, rounded once per bucket. A bucket without anything needs no factor. */
export const reserve = (
  balances: readonly number[],
  factors: readonly (Quotient | null)[],
): number | null => {
  let sum = 0n;
  for (const [at, balance] of balances.entries()) {
    const factor = factors[at] ?? null;
    if (balance <= 0) continue;
    if (factor === null) return null;
    sum += rounded(BigInt(balance) * factor.over, factor.under);
  }
  return Number(sum);
};

/** `2.7` percent, times a forward-looking factor in percent. */
export const lossRate = (percents: number, forward = 100): Quotient => ({
  over: BigInt(Math.round(percents * 1_000)) * BigInt(Math.round(forward * 1_000)),
  under: 100_000n * 100_000n,
});

/** What an early-payment discount costs a year: `discount` of what brought `paid`, so many days earlier. 2 % of 10 days, net 30, is 2 ÷ 98 × 365 ÷ 20. */
export const yearlyRate = (
  discount: number,
  paid: readonly { readonly minor: number; readonly days: number }[],
): { simple: number; compounded: number } | null => {
  const whole = paid.reduce((sum, { minor }) => sum + minor, 0);
  const days = paid.reduce((sum, one) => sum + one.minor * one.days, 0) / whole;
  if (!(days > 0)) return null;
  const rate = discount / whole;
  const hundredths = (n: number) => Math.round(n * 10_000) / 100;
  return {
    simple: hundredths((rate * 365) / days),
    compounded: hundredths((1 + rate) ** (365 / days) - 1),
  };
};
