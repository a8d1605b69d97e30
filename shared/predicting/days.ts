/**
 * On which day an invoice is paid, given that it will be late or in time: for each day against the due day the share of those still open
 * that is paid on it (a life table). A customer’s own is drawn towards the company’s, and that towards what is stated below. What is open still
 * counts up to today, so who has not paid for long makes days later, and not only those who paid in the end.
 */
import { waitingOf, type Behaviour } from './behaviour.ts';
import { FADING_DAYS } from './memory.ts';

/** Days against the due day that are told apart; nobody pays earlier, and later ones are as the last. */
export const EARLIEST = -60;
export const LATEST = 180;
/** So many invoices of everybody stand beside a customer’s own, and of what is stated beside a company’s. */
const WEIGHT = { own: 2, company: 10 };
/** Where nothing is known: in time is mostly the day itself, and late is half a month in the mean. */
const STATED = { early: 1 / 12, late: 1 / 15 };

/** Weighted counts by day: from EARLIEST to the due day of those that are paid in time, from the day after it of the others. */
export interface Tally {
  readonly early: Counts;
  readonly late: Counts;
}
interface Counts {
  /** As the day began. */
  readonly open: number[];
  readonly paid: number[];
}
const EARLY_DAYS = 1 - EARLIEST;
const LATE_DAYS = LATEST;
const filled = (length: number, value: number): number[] => Array.from({ length }, () => value);
export const newTally = (): Tally => ({
  early: { open: filled(EARLY_DAYS, 0), paid: filled(EARLY_DAYS, 0) },
  late: { open: filled(LATE_DAYS, 0), paid: filled(LATE_DAYS, 0) },
});

/** Adds what a customer did, as known on the evening before `day`. */
export const tallied = (tally: Tally, own: Pick<Behaviour, 'outcomes' | 'open'>, day: number): Tally => {
  for (const { issued, due, days } of own.outcomes) {
    const weight = Math.exp((issued - day) / FADING_DAYS);
    if (days > 0) count(tally.late, 0, days - 1, weight);
    else count(tally.early, Math.max(0, issued - due - EARLIEST), Math.max(0, days - EARLIEST), weight);
  }
  for (const { issued, due, late } of waitingOf(own))
    if (late) {
      const weight = Math.exp((issued - day) / FADING_DAYS);
      for (let at = 0; at < Math.min(day - due - 1, LATE_DAYS); at++) tally.late.open[at]! += weight;
    }
  return tally;
};
const count = ({ open, paid }: Counts, from: number, on: number, weight: number): void => {
  for (let at = from; at <= on; at++) open[at]! += weight;
  paid[on]! += weight;
};

/** The share of those that are open as a day begins that is paid on it, by day against the due day. */
export interface Rates {
  readonly early: readonly number[];
  readonly late: readonly number[];
}
const STATED_RATES: Rates = {
  early: filled(EARLY_DAYS, STATED.early),
  late: filled(LATE_DAYS, STATED.late),
};
const drawn = ({ early, late }: Tally, weight: number, towards: Rates): Rates => {
  const by = ({ open, paid }: Counts, rates: readonly number[]): number[] =>
    open.map((known, at) => (paid[at]! + weight * rates[at]!) / (known + weight));
  return { early: by(early, towards.early), late: by(late, towards.late) };
};
export const companyRates = (tally: Tally): Rates => drawn(tally, WEIGHT.company, STATED_RATES);
export const ownRates = (own: Behaviour | undefined, day: number, company: Rates): Rates =>
  own && own.outcomes.length + Object.keys(own.open).length > 0
    ? drawn(tallied(newTally(), own, day), WEIGHT.own, company)
    : company;

/** How probable it is that an invoice that is open on the morning of `from` is paid by the evening of each day, from that day on. */
export interface Distribution {
  /** A whole day since 1970. */
  readonly from: number;
  readonly cumulative: readonly number[];
  /** That it is late, or gets to be. */
  readonly late: number;
}

/** As far ahead as anything is said. */
const AHEAD = 365;
const NEARLY_ALL = 0.9999;

/** `late`: how probable it was at the issue. */
export const distributionOf = (
  { issued, due, late }: { issued: number; due: number; late: number },
  day: number,
  rates: Rates,
): Distribution => {
  const at = day - due;
  const begin = Math.max(EARLIEST, issued - due);
  let inTime = 1 - late;
  for (let d = begin; d < Math.min(at, 1); d++) inTime *= 1 - rates.early[d - EARLIEST]!;
  const probability = at > 0 ? 1 : late / (late + inTime);
  const cumulative: number[] = [];
  let [early, tardy] = [1 - probability, probability];
  let paid = 0;
  for (let d = at; d <= at + AHEAD && paid < NEARLY_ALL; d++) {
    if (d <= 0) {
      // No day is told apart before the first, and on the due day all are paid that are paid in time.
      const now = d === 0 ? early : d < EARLIEST ? 0 : early * rates.early[d - EARLIEST]!;
      early -= now;
      paid += now;
    } else {
      const now = tardy * rates.late[Math.min(d, LATEST) - 1]!;
      tardy -= now;
      paid += now;
    }
    cumulative.push(paid);
  }
  return { from: day, cumulative, late: probability };
};

/** How probable it is that nothing is open any more on the evening of a day. */
export const paidBy = ({ from, cumulative }: Distribution, day: number): number =>
  day < from ? 0 : cumulative[Math.min(day - from, cumulative.length - 1)]!;

/** The first day by whose evening it is paid with at least this probability; the last that anything is said of where there is none. */
export const dayQuantile = ({ from, cumulative }: Distribution, probability: number): number => {
  const at = cumulative.findIndex((paid) => paid >= probability);
  return from + (at < 0 ? cumulative.length - 1 : at);
};
