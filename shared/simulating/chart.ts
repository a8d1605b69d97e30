/** Two series as bars or curves. Only the plot is drawn and stretches with the page; what is read of it is text beside it, at its own size. */
interface Series {
  readonly a: readonly number[];
  readonly b: readonly number[];
}
interface Ways {
  readonly a: string;
  readonly b: string;
  /** How a value is said; as a number where absent. */
  readonly shown?: (value: number) => string;
}

const HEIGHT = 100;

export const cumulated = (values: readonly number[]): number[] => {
  let sum = 0;
  return values.map((value) => (sum += value));
};

/** Beside each other in each week. */
export const barsOf = (weeks: readonly string[], series: Series, ways: Ways): string => {
  const top = topOf(series);
  const bar = (name: 'a' | 'b', value: number, at: number): string => {
    const height = (HEIGHT * value) / top;
    const x = at + (name === 'a' ? 0.1 : 0.5);
    return value === 0
      ? ''
      : `<rect class="${name}" stroke="none" style="stroke:none" x="${round(x)}" y="${round(HEIGHT - height)}" width="0.4" height="${round(height)}"/>`;
  };
  const drawn = (['a', 'b'] as const).map((name) =>
    series[name].map((value, at) => bar(name, value, at)).join(''),
  );
  return plot(weeks, series, { ...ways, width: weeks.length, drawn: drawn.join(''), keys: KEYS.bars });
};

/** A is dashed, so that the two are told apart without colours, and where they lie on each other. */
export const linesOf = (weeks: readonly string[], series: Series, ways: Ways): string => {
  const top = topOf(series);
  const width = Math.max(1, weeks.length - 1);
  const points = (values: readonly number[]) =>
    values.map((value, at) => `${at},${round(HEIGHT - (HEIGHT * value) / top)}`).join(' ');
  const line = (name: 'a' | 'b') =>
    `<polyline class="${name} line" vector-effect="non-scaling-stroke"${name === 'a' ? ' stroke-dasharray="7 4"' : ''} points="${points(series[name])}"/>`;
  return plot(weeks, series, { ...ways, width, drawn: line('b') + line('a'), keys: KEYS.lines });
};

const topOf = ({ a, b }: Series): number => Math.max(1, ...a, ...b);
const round = (value: number): number => Math.round(value * 100) / 100;

const KEYS = {
  bars: {
    a: '<rect class="a" width="28" height="12"/>',
    b: '<rect class="b" width="28" height="12"/>',
  },
  lines: {
    a: '<path class="a line" stroke-dasharray="7 4" d="M0 6H28"/>',
    b: '<path class="b line" d="M0 6H28"/>',
  },
} as const;

interface Drawn extends Ways {
  readonly width: number;
  readonly drawn: string;
  readonly keys: (typeof KEYS)[keyof typeof KEYS];
}
const plot = (weeks: readonly string[], series: Series, { a, b, shown = String, ...how }: Drawn): string => {
  const key = (name: 'a' | 'b', said: string) =>
    `<li><svg viewBox="0 0 28 12" aria-hidden="true">${how.keys[name]}</svg>${said}</li>`;
  const [first, last] = [weeks[0]!, weeks.at(-1)!];
  const says = `From ${first} to ${last}. Highest of ${a}: ${shown(Math.max(0, ...series.a))}; of ${b}: ${shown(Math.max(0, ...series.b))}.`;
  return `<ul class="legend">${key('a', a)}${key('b', b)}</ul>
<div class="axis"><span>${shown(topOf(series))}</span></div>
<svg class="plot" role="img" aria-label="${says}" viewBox="0 0 ${how.width} ${HEIGHT}" preserveAspectRatio="none">${how.drawn}</svg>
<div class="axis"><span>${first}</span><span>${weeks[Math.floor(weeks.length / 2)]}</span><span>${last}</span></div>`;
};
