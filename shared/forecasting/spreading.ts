/** When what is awaited comes: which share of it by the evening of each Sunday, and which ever. */
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { paidBy, type Distribution } from '../predicting/days.ts';
import { dayOf } from '../predicting/expecting.ts';
import type { Source } from './forecast.ts';
import { weeksFrom } from './weeks.ts';

/** What is awaited within a year is expected at all. */
const EVER_DAYS = 365;

/** The days by whose evening shares are told: the thirteen Sundays, and the last of a year. Whole days since 1970. */
export interface Ends {
  readonly on: LocalDate;
  readonly days: readonly number[];
  readonly weeks: readonly { readonly from: LocalDate; readonly until: LocalDate }[];
}
export const endsFrom = (on: LocalDate): Ends => {
  const weeks = weeksFrom(on);
  return { on, weeks, days: [...weeks.map(({ until }) => dayOf(until)), dayOf(on) + EVER_DAYS] };
};

/** One thing that is awaited. `shares` rise, one for each of the `Ends`. */
export interface Item {
  readonly source: Source;
  readonly subject: string;
  readonly minor: number;
  readonly dueOn: LocalDate;
  readonly shares: readonly number[];
  /** Of what is not invoiced: how much will be by the evening of each Sunday, minor units. */
  readonly invoiced?: readonly number[];
}

export const sharesOf = (when: Distribution, { days }: Ends): number[] =>
  days.map((day) => paidBy(when, day));

/** Of what will be invoiced on a day, by what is to be expected of it if it were today. */
export const sharesIssued = (when: Distribution, { on, days }: Ends, issuedOn: LocalDate) => {
  const ahead = Math.max(0, daysBetween(on, issuedOn));
  const issued = dayOf(on) + ahead;
  return {
    shares: days.map((day) => paidBy(when, day - ahead)),
    invoiced: days.slice(0, -1).map((day) => Number(day >= issued)),
  };
};

/** Of what is ordered nobody knows the day: on each the same share of what is left is invoiced, half a month ahead in the mean. */
const WAITING_DAYS = 14;
export const sharesSomeDay = (when: Distribution, { on, days }: Ends) => {
  const first = dayOf(on);
  const shares = days.map(() => 0);
  let left = 1;
  for (let ahead = 0; ahead <= days.at(-1)! - first && left > 1e-6; ahead++) {
    const now = left / WAITING_DAYS;
    left -= now;
    for (const [at, day] of days.entries())
      if (day >= first + ahead) shares[at]! += now * paidBy(when, day - ahead);
  }
  const invoiced = days.slice(0, -1).map((day) => 1 - (1 - 1 / WAITING_DAYS) ** (day - first + 1));
  return { shares, invoiced };
};

/** What is there already of a customer is awaited of its oldest no more; what will be invoiced stays, if of nothing. */
export const lessOnAccount = (items: readonly Item[], minor: number): Item[] => {
  let left = minor;
  return items
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : Number(a.dueOn > b.dueOn)))
    .flatMap((item) => {
      const off = Math.min(left, item.minor);
      left -= off;
      return item.minor > off || item.invoiced ? [{ ...item, minor: item.minor - off }] : [];
    });
};
