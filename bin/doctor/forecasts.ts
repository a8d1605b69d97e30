/** Forecasts of cash: they add up, their ranges are ranges, and the one that is kept of a week is of that week. */
import type { Books } from './books.ts';
import { rule, sumOf, type Finding } from './finding.ts';

interface Range {
  readonly p10Minor: number;
  readonly p50Minor: number;
  readonly p90Minor: number;
  readonly expectedMinor: number;
}
interface Source {
  readonly source: string;
  readonly minor: number;
}
export interface Forecast {
  readonly entity: string;
  readonly currency: string;
  readonly on: string;
  readonly weeks: readonly (Range & {
    readonly from: string;
    readonly together: Range;
    readonly sources: readonly Source[];
  })[];
  readonly sources: readonly (Source & {
    readonly withinMinor: number;
    readonly laterMinor: number;
    readonly notExpectedMinor: number;
  })[];
}

const adds = rule(
  'forecast.sum',
  'The next night makes it anew; one that is kept stays: tell whoever relied on it.',
);
const kept = rule('forecast.kept', 'It is of another week: find what wrote it, and write it under its own.');

export function* forecasts({ tenant, forecasts: all }: Books): Generator<Finding> {
  for (const { item, entity, currency, on, weeks, sources } of all) {
    const where = [`${entity} ${currency}`, on];
    let together = 0;
    for (const week of weeks) {
      together += week.expectedMinor;
      const sum = sumOf(week.sources, ({ minor }) => minor);
      if (sum !== week.expectedMinor || week.together.expectedMinor !== together)
        yield adds(
          tenant,
          `the week of ${week.from} is ${week.expectedMinor}, its parts are ${sum}`,
          ...where,
        );
      if (![week, week.together].every(isRange))
        yield adds(tenant, `the week of ${week.from} has no range`, ...where);
    }
    for (const { source, minor, withinMinor, laterMinor, notExpectedMinor } of sources) {
      const within = sumOf(
        weeks.flatMap((week) => week.sources).filter((one) => one.source === source),
        (one) => one.minor,
      );
      if (within !== withinMinor || withinMinor + laterMinor + notExpectedMinor !== minor)
        yield adds(tenant, `${source} are ${minor}, and their parts are not`, ...where);
    }
    const monday = item.kind === 'weekly-forecast' ? item.sk.slice(2) : undefined;
    if (monday !== undefined && mondayOf(on) !== monday)
      yield kept(tenant, `it is kept as the first of the week of ${monday}`, ...where);
  }
}

const isRange = ({ p10Minor, p50Minor, p90Minor }: Range): boolean =>
  p10Minor >= 0 && p10Minor <= p50Minor && p50Minor <= p90Minor;

const DAY = 86_400_000;
const mondayOf = (day: string): string => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY).toISOString().slice(0, 10);
};
