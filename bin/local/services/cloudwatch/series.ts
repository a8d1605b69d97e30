/** Measurements by metric and second, for as long as alarms look back, and what a statistic makes of them. */
export interface Metric {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
}
export interface Datum extends Metric {
  at: number;
  value: number;
}
/** What was measured in a second, or in several. `some` are values for percentiles: the first hundred of a second. */
export interface Heap {
  count: number;
  sum: number;
  least: number;
  most: number;
  some: number[];
}

/** No alarm may look back further. */
export const LONGEST_MS = 86_400_000;
const SOME = 100;

const keyOf = ({ namespace, name, dimensions }: Metric): string =>
  `${namespace} ${name} ${JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

export const openSeries = () => {
  const series = new Map<string, Map<number, Heap>>();
  return {
    put: ({ at, value, ...metric }: Datum): void => {
      const key = keyOf(metric);
      let seconds = series.get(key);
      if (!seconds) series.set(key, (seconds = new Map()));
      const second = Math.floor(at / 1000);
      const heap = seconds.get(second);
      if (heap) return pile(heap, heapOf(value), SOME);
      seconds.set(second, heapOf(value));
      for (const old of seconds.keys()) {
        if (old * 1000 > at - LONGEST_MS) break;
        seconds.delete(old);
      }
    },
    /** What was measured after `from`, up to and with `to`, by the second. */
    between: (metric: Metric, from: number, to: number): Heap => {
      const all = nothing();
      for (const [second, heap] of series.get(keyOf(metric)) ?? [])
        if (second * 1000 > from && second * 1000 <= to) pile(all, heap);
      return all;
    },
  };
};

export const nothing = (): Heap => ({ count: 0, sum: 0, least: Infinity, most: -Infinity, some: [] });
export const heapOf = (value: number): Heap => ({
  count: 1,
  sum: value,
  least: value,
  most: value,
  some: [value],
});
const pile = (onto: Heap, more: Heap, most = Infinity): void => {
  onto.count += more.count;
  onto.sum += more.sum;
  onto.least = Math.min(onto.least, more.least);
  onto.most = Math.max(onto.most, more.most);
  if (onto.some.length < most) onto.some.push(...more.some);
};

const STATISTICS: Readonly<Record<string, (heap: Heap) => number>> = {
  Sum: ({ sum }) => sum,
  SampleCount: ({ count }) => count,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ least }) => least,
  Maximum: ({ most }) => most,
};

/** `Sum`, `Maximum`, …, `p99`. Throws for another; undefined where nothing was measured. */
export const statistic = (name: string): ((heap: Heap) => number | undefined) => {
  const percent = /^p(\d{1,2}(?:\.\d+)?)$/.exec(name)?.[1];
  const fold =
    percent === undefined
      ? STATISTICS[name]
      : ({ some }: Heap) =>
          some.toSorted((a, b) => a - b)[Math.max(0, Math.ceil((Number(percent) / 100) * some.length) - 1)]!;
  if (!fold) throw new Error(`the statistic ${name} is not known to the local cloud`);
  return (heap) => (heap.count === 0 ? undefined : fold(heap));
};
