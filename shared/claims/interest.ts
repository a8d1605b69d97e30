/**
 * Simple interest, day by day of what was overdue and of the rate (rules §3.9). All sums are exact and are rounded once, cumulatively from the first day
 * on, so that the claims of any split of the days add up to the claim of all of them. Interest bears no interest: no claim is part of a balance.
 */
import { clarifiedMinor } from '../invoices/clarifying.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { money, type Money } from '../kernel/money.ts';
import type { Computation, InterestRow } from './claim.ts';

/** What was owed of a debt, by the day. */
export interface Course {
  readonly currency: Money['currency'];
  readonly totalMinor: number;
  readonly parts: readonly { readonly dueOn: LocalDate; readonly minor: number }[];
  /** By the day on which it was worth something to the creditor. */
  readonly settled: readonly { readonly on: LocalDate; readonly minor: number }[];
  /** What bears no interest as long as nobody has decided on it. */
  readonly clarifiedMinor: number;
}
/** By which rate, from a day until the next one's. The first is before every day that is asked for, or no interest runs until then. */
export interface Terms {
  readonly yearDays: 360 | 365;
  readonly rates: readonly { readonly from: LocalDate; readonly ppm: number; readonly source: string }[];
}

/** A payment plan puts off what is asked for and not since when it was owed: the invoice's own days count. */
export const courseOf = (
  invoice: Pick<
    Invoice,
    'total' | 'open' | 'dueOn' | 'instalments' | 'plan' | 'settlements' | 'deduction' | 'disputes' | 'state'
  >,
): Course => {
  const { total, plan, settlements, state } = invoice;
  const { dueOn, instalments } = plan?.own ?? invoice;
  return {
    currency: total.currency,
    // What is void was never owed.
    totalMinor: state === 'VOID' ? 0 : total.minor,
    parts: instalments ?? [{ dueOn, minor: total.minor }],
    settled: settlements.map(({ paidOn, amount, discount }) => ({
      on: paidOn,
      minor: amount.minor + (discount?.minor ?? 0),
    })),
    clarifiedMinor: clarifiedMinor(invoice),
  };
};

/** What was overdue on a day: money that came on it counts from the next day on, and so does what fell due. */
export const overdueOn = (
  { totalMinor, parts, settled, clarifiedMinor: less }: Course,
  day: LocalDate,
): number => {
  const open = settled.reduce((left, { on, minor }) => (on < day ? left - minor : left), totalMinor);
  const later = parts.reduce((sum, { dueOn, minor }) => (dueOn >= day ? sum + minor : sum), 0);
  return Math.max(0, open - later - less);
};

/** The days on which balance or rate may be another than on the day before. */
const turns = ({ parts, settled }: Course, { rates }: Terms): LocalDate[] => [
  ...parts.map(({ dueOn }) => addDays(dueOn, 1)),
  ...settled.map(({ on }) => addDays(on, 1)),
  ...rates.map(({ from }) => from),
];

interface Stretch {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly balanceMinor: number;
  readonly ppm: number;
  readonly source: string;
}
/** From the first day of being late up to a day, itself included, where something was overdue at a rate. */
const stretches = (course: Course, terms: Terms, to: LocalDate, cut?: LocalDate): Stretch[] => {
  const days = [...new Set([...turns(course, terms), ...(cut === undefined ? [] : [cut])])]
    .filter((day) => day <= to)
    .sort();
  return days.flatMap((from, at) => {
    const next = days[at + 1];
    const rate = terms.rates.findLast((one) => one.from <= from);
    const balanceMinor = overdueOn(course, from);
    return rate && balanceMinor > 0 && rate.ppm > 0
      ? [
          {
            from,
            to: next === undefined ? to : addDays(next, -1),
            balanceMinor,
            ppm: rate.ppm,
            source: rate.source,
          },
        ]
      : [];
  });
};

const exact = ({ from, to, balanceMinor, ppm }: Stretch): bigint =>
  BigInt(balanceMinor) * BigInt(ppm) * BigInt(daysBetween(from, to) + 1);
/** Half-up, once. */
const rounded = (sum: bigint, { yearDays }: Terms): number => {
  const by = 1_000_000n * BigInt(yearDays);
  return Number((sum + by / 2n) / by);
};

/** Minor units of all days up to one, itself included. */
export const interestUpTo = (course: Course, terms: Terms, to: LocalDate): number =>
  rounded(
    stretches(course, terms, to).reduce((sum, one) => sum + exact(one), 0n),
    terms,
  );

/** How the interest of some days comes about; the amounts of its rows are `interestUpTo` of the last less that of the day before the first. */
export const computed = (course: Course, terms: Terms, from: LocalDate, to: LocalDate): Computation => {
  let sum = 0n;
  const rows: InterestRow[] = [];
  for (const stretch of stretches(course, terms, to, from)) {
    const before = rounded(sum, terms);
    sum += exact(stretch);
    if (stretch.from < from) continue;
    rows.push({
      from: stretch.from,
      to: stretch.to,
      days: daysBetween(stretch.from, stretch.to) + 1,
      balance: money(stretch.balanceMinor, course.currency),
      percent: percentOf(stretch.ppm),
      amount: money(rounded(sum, terms) - before, course.currency),
      source: stretch.source,
    });
  }
  return { from, to, yearDays: terms.yearDays, rows };
};

/** The day after the earliest due date: before it nobody is late. */
export const lateFrom = ({ parts }: Course): LocalDate =>
  addDays(
    parts.reduce((first, { dueOn }) => (dueOn < first ? dueOn : first), parts[0]!.dueOn),
    1,
  );

/** Parts per million as people write a rate: 101500 is 10.15. */
export const percentOf = (ppm: number): string => {
  const digits = String(Math.abs(ppm)).padStart(5, '0');
  const fraction = digits.slice(-4).replace(/0+$/, '');
  return `${ppm < 0 ? '-' : ''}${digits.slice(0, -4)}${fraction === '' ? '' : `.${fraction}`}`;
};
export const ppmOf = (percent: string): number => {
  const [whole = '0', fraction = ''] = percent.replace('-', '').split('.');
  const ppm = Number(whole) * 10_000 + Number(fraction.padEnd(4, '0'));
  return percent.startsWith('-') ? -ppm : ppm;
};
