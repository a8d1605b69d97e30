/** Charts as geometry: marks between 0 and 1, y upwards, with the words that stand beside them. Whoever draws decides on sizes. */

/** What a mark means, so that colour, weight and dash are chosen once: of now, of before, what could be at best, what is uncertain. */
export type Tone = 'now' | 'before' | 'best' | 'range';
export type Point = readonly [x: number, y: number];
export type Mark =
  | {
      readonly mark: 'bar';
      readonly tone: Tone;
      readonly x: number;
      readonly width: number;
      /** Where it stands, where that is not on the ground. */
      readonly from?: number;
      readonly height: number;
    }
  | { readonly mark: 'line'; readonly tone: Tone; readonly points: readonly Point[] };

export interface Chart {
  /** For who does not see it. */
  readonly says: string;
  readonly legend: readonly { readonly tone: Tone; readonly name: string }[];
  readonly marks: readonly Mark[];
  /** What the upper end of the plot stands for. */
  readonly top: string;
  /** What the lower end stands for, and where 0 is then; absent where that is the lower end. */
  readonly below?: { readonly bottom: string; readonly zero: number };
  /** In the middle of as many columns, which are equal where nothing is said of them, or from one end to the other. */
  readonly along: {
    readonly names: readonly string[];
    readonly at: 'columns' | 'ends';
    readonly widths?: readonly number[];
  };
}

export interface Series {
  readonly tone: Tone;
  readonly name: string;
  /** null: not known, and so not drawn. */
  readonly values: readonly (number | null)[];
}
type Shown = (value: number) => string;

/** Columns beside each other; what is below 0 (credit) hangs from it. */
export const columns = (names: readonly string[], series: readonly Series[], shown: Shown): Chart => {
  const scale = scaleOf(series.flatMap(({ values }) => values));
  const room = 1 / names.length;
  const width = (room * 0.8) / series.length;
  return {
    says: spoken(names, series, shown),
    legend: series,
    marks: series.flatMap(({ tone, values }, nth) =>
      values.flatMap((value, at): Mark[] =>
        value === null || value === 0
          ? []
          : [{ mark: 'bar', tone, x: room * (at + 0.1) + width * nth, width, ...standing(scale, value) }],
      ),
    ),
    ...ended(scale, shown),
    along: { names, at: 'columns' },
  };
};

/** `most`: the upper end where nothing is above it, as with percent. */
export const lines = (
  names: readonly string[],
  series: readonly Series[],
  shown: Shown,
  most?: number,
): Chart => {
  const scale = scaleOf(
    series.flatMap(({ values }) => values),
    most,
  );
  return {
    says: spoken(names, series, shown),
    legend: series,
    marks: series.flatMap(({ tone, values }) =>
      runsOf(values).map((run): Mark => ({
        mark: 'line',
        tone,
        points: run.map(([at, value]) => [along(at, values.length), placed(scale, value)]),
      })),
    ),
    ...ended(scale, shown),
    along: { names: ends(names), at: 'ends' },
  };
};

export interface Fan {
  /** What came, before the first of the others. */
  readonly past: readonly number[];
  readonly low: readonly number[];
  readonly middle: readonly number[];
  readonly high: readonly number[];
}
/** What came as columns, what is likely as a line, and around it what is nearly sure as steps, as wide as there is to come. */
export const fan = (
  names: readonly string[],
  { past, low, middle, high }: Fan,
  shown: Shown,
  told: Readonly<Record<'past' | 'middle' | 'range' | 'ahead', string>>,
): Chart => {
  const scale = scaleOf([...past, ...low, ...high]);
  const room = 1 / (past.length + middle.length);
  const at = (nth: number): number => room * (past.length + nth);
  const none = (count: number): null[] => Array.from<null>({ length: count }).fill(null);
  const later = (values: readonly number[]) => [...none(past.length), ...values];
  const came: Series = { tone: 'before', name: told.past, values: [...past, ...none(middle.length)] };
  const likely: Series = { tone: 'now', name: told.middle, values: later(middle) };
  return {
    says: [
      spoken(names, [came, likely], shown),
      ...low
        .slice(-1)
        .map((least) => `${told.range}: at last from ${shown(least)} to ${shown(high.at(-1)!)}.`),
    ].join(' '),
    legend: [came, likely, { tone: 'range', name: told.range }],
    marks: [
      ...past.flatMap((value, nth): Mark[] =>
        value === 0
          ? []
          : [
              {
                mark: 'bar',
                tone: 'before',
                x: room * (nth + 0.1),
                width: room * 0.8,
                ...standing(scale, value),
              },
            ],
      ),
      ...high.map((value, nth): Mark => {
        const from = placed(scale, low[nth]!);
        return {
          mark: 'bar',
          tone: 'range',
          x: at(nth),
          width: room,
          from,
          height: placed(scale, value) - from,
        };
      }),
      {
        mark: 'line',
        tone: 'now',
        points: middle.map((value, nth) => [at(nth) + room / 2, placed(scale, value)]),
      },
    ],
    ...ended(scale, shown),
    along: {
      names: past.length > 0 ? [told.past, told.ahead] : [told.ahead],
      at: 'columns',
      widths: past.length > 0 ? [past.length, middle.length] : [1],
    },
  };
};

interface Scale {
  readonly bottom: number;
  readonly top: number;
}
/** From 0, or from below it where a value is, to `most`, or above it where one is. */
const scaleOf = (values: readonly (number | null)[], most?: number): Scale => {
  const known = values.map((value) => value ?? 0);
  const [lowest, highest] = [Math.min(0, ...known), Math.max(0, ...known)];
  return {
    bottom: lowest < 0 ? 0 - roundAbove(0 - lowest) : 0,
    top: most !== undefined && highest <= most ? most : highest === 0 && lowest < 0 ? 0 : roundAbove(highest),
  };
};
const placed = ({ bottom, top }: Scale, value: number): number => (value - bottom) / (top - bottom);
const standing = (scale: Scale, value: number): { readonly from?: number; readonly height: number } => {
  const from = placed(scale, Math.min(0, value));
  const height = placed(scale, Math.max(0, value)) - from;
  return from === 0 ? { height } : { from, height };
};
const ended = (scale: Scale, shown: Shown): Pick<Chart, 'top' | 'below'> => ({
  top: shown(scale.top),
  ...(scale.bottom < 0 && { below: { bottom: shown(scale.bottom), zero: placed(scale, 0) } }),
});

/** A round number that nothing stands above, so that an axis says something that can be read. */
const roundAbove = (value: number): number => {
  const highest = Math.max(1, value);
  const power = 10 ** Math.floor(Math.log10(highest));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= highest)!;
};
const along = (at: number, count: number): number => (count < 2 ? 0.5 : at / (count - 1));
const ends = (names: readonly string[]): string[] =>
  names.length < 4 ? [...names] : [names[0]!, names[Math.floor(names.length / 2)]!, names.at(-1)!];

/** A line is broken where a value is not known. */
const runsOf = (values: readonly (number | null)[]): (readonly (readonly [number, number])[])[] => {
  const runs: [number, number][][] = [[]];
  for (const [at, value] of values.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)!.push([at, value]);
  }
  return runs.filter((run) => run.length > 0);
};

const spoken = (names: readonly string[], series: readonly Series[], shown: Shown): string =>
  series
    .map(({ name, values }) => {
      const known = values.flatMap((value, at) => (value === null ? [] : [{ at, value }]));
      if (known.length === 0) return `${name}: not known.`;
      const [first, last] = [known[0]!, known.at(-1)!];
      return first.at === last.at
        ? `${name}: ${shown(last.value)}, ${names[last.at]}.`
        : `${name}: from ${shown(first.value)}, ${names[first.at]}, to ${shown(last.value)}, ${names[last.at]}.`;
    })
    .join(' ');
