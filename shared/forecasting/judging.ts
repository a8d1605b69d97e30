/** Forecasts that were kept are held against what came, and P10 and P90 are set so that eight of ten would have been inside. */
import type { LocalDate } from '../kernel/dates.ts';
import {
  HORIZONS,
  WEEKS,
  type BackTest,
  type Forecast,
  type PastWeek,
  type Range,
  type Widths,
} from './forecast.ts';
import { mondayOf } from './weeks.ts';

export type Kept = Pick<Forecast, 'on' | 'weeks' | 'cameMinor' | 'widths'>;

export const AS_COMPUTED: Widths = { together: HORIZONS.map(() => 1), week: 1 };

/** What was said, and what came; as far from P50 as it was, by how far P10 or P90 would have been without their width. */
interface Outcome {
  readonly inside: boolean;
  readonly p50Minor: number;
  readonly came: number;
  readonly off: number;
}

export interface Judgement {
  readonly backTest: BackTest[];
  readonly eachWeek: Forecast['eachWeek'];
  readonly widths: Widths;
}

/** `kept`: one of each week; `past`: what came, without a gap; weeks that end before `on` are over. */
export const judged = (kept: readonly Kept[], past: readonly PastWeek[], on: LocalDate): Judgement => {
  const received = new Map(past.map(({ from, receivedMinor }) => [from, receivedMinor]));
  const together = HORIZONS.map((weeks) => kept.flatMap((one) => outcomeOf(one, weeks, received, on)));
  const alone = kept.map((one) =>
    Array.from({ length: WEEKS }, (_, at) => weekOf(one, at, received, on)).flat(),
  );
  const all = alone.flat();
  return {
    backTest: together.map((outcomes, at) => ({
      weeks: HORIZONS[at]!,
      ...count(outcomes),
      biasPercent: percent(outcomes, ({ p50Minor, came }) => p50Minor - came),
      errorPercent: percent(outcomes, ({ p50Minor, came }) => Math.abs(came - p50Minor)),
    })),
    eachWeek: count(all),
    widths: {
      together: together.map((outcomes) => widthOf(outcomes, outcomes.length)),
      week: widthOf(all, alone.filter(({ length }) => length > 0).length),
    },
  };
};

/** Of all weeks, between those that are learned: 3 weeks are half of what 2 and 4 are. */
export const widthsByWeek = ({ together }: Widths): number[] =>
  Array.from({ length: WEEKS }, (_, at) => {
    const above = HORIZONS.findIndex((weeks) => weeks >= at + 1);
    const [low, high] = [Math.max(0, above - 1), above];
    const [from, to] = [HORIZONS[low]!, HORIZONS[high]!];
    const share = to === from ? 1 : (at + 1 - from) / (to - from);
    return together[low]! * (1 - share) + together[high]! * share;
  });

type Received = ReadonlyMap<LocalDate, number>;
const outcomeOf = (kept: Kept, weeks: number, received: Received, on: LocalDate): Outcome[] => {
  const last = kept.weeks[weeks - 1]!;
  const came = cameIn(kept, 0, weeks, received);
  if (last.until >= on || came === undefined) return [];
  return [outcome(last.together, widthsByWeek(kept.widths)[weeks - 1]!, came)];
};
const weekOf = (kept: Kept, at: number, received: Received, on: LocalDate): Outcome[] => {
  const week = kept.weeks[at]!;
  const came = cameIn(kept, at, at + 1, received);
  return week.until >= on || came === undefined ? [] : [outcome(week, kept.widths.week, came)];
};

/** Undefined where nobody knows it. What had come before the forecast was no part of it. */
const cameIn = (
  { on, cameMinor, weeks }: Kept,
  from: number,
  to: number,
  received: Received,
): number | undefined => {
  let came = from === 0 ? -cameMinor : 0;
  for (let at = from; at < to; at++) {
    const week = received.get(at === 0 ? mondayOf(on) : weeks[at]!.from);
    if (week === undefined) return undefined;
    came += week;
  }
  return came;
};

/** Who is further off than so many times is as far off as that: once nothing was said to be uncertain, anything is infinitely far. */
const FURTHEST = 6;
const outcome = (
  { p10Minor, p50Minor, p90Minor }: Omit<Range, 'expectedMinor'>,
  width: number,
  came: number,
): Outcome => {
  const side = (came < p50Minor ? p50Minor - p10Minor : p90Minor - p50Minor) / width;
  const off = Math.abs(came - p50Minor);
  return {
    inside: p10Minor <= came && came <= p90Minor,
    p50Minor,
    came,
    off: off === 0 ? 0 : side === 0 ? FURTHEST : Math.min(FURTHEST, off / side),
  };
};

const count = (outcomes: readonly Outcome[]): Forecast['eachWeek'] => ({
  judged: outcomes.length,
  inside: outcomes.filter(({ inside }) => inside).length,
});
const percent = (outcomes: readonly Outcome[], of: (one: Outcome) => number): number | null => {
  const came = outcomes.reduce((sum, one) => sum + one.came, 0);
  const sum = outcomes.reduce((total, one) => total + of(one), 0);
  return came <= 0 ? null : Math.round((1_000 * sum) / came) / 10;
};

const INSIDE = 0.8;
/** So many forecasts that were as computed stand beside the company’s own. */
const STATED = 10;
const LIMITS = { least: 0.25, most: 4 };
/** The conformal quantile, drawn towards 1 while few forecasts are over. `forecasts`: weeks of one forecast are no further witnesses. */
const widthOf = (outcomes: readonly Outcome[], forecasts: number): number => {
  if (outcomes.length === 0) return 1;
  const off = outcomes.map((one) => one.off).toSorted((a, b) => a - b);
  const at = Math.min(off.length, Math.ceil((off.length + 1) * INSIDE)) - 1;
  const own = Math.max(LIMITS.least, Math.min(LIMITS.most, off[at]!));
  const width = Math.exp((forecasts * Math.log(own)) / (forecasts + STATED));
  return Number(width.toFixed(3));
};
