/** Charts: whatever their values are, what is drawn is inside the plot and as high as it should be. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns, fan, lines, type Chart, type Series } from '../../../shared/reporting/chart.ts';

const shown = (value: number) => String(value);
const inside = ({ marks }: Chart): boolean =>
  marks.every((mark) =>
    mark.mark === 'bar'
      ? mark.x >= 0 &&
        mark.x + mark.width <= 1 + 1e-9 &&
        mark.height >= 0 &&
        (mark.from ?? 0) >= 0 &&
        (mark.from ?? 0) + mark.height <= 1 + 1e-9
      : mark.points.every(([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1),
  );

test('columns are as high as their values are to each other, and none leaves the plot or meets another', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(10 ** 12), fc.nat(10 ** 12)), { minLength: 1, maxLength: 12 }),
      (pairs) => {
        const chart = columns(
          pairs.map((_, at) => `B${at}`),
          [
            { tone: 'before', name: 'before', values: pairs.map(([before]) => before) },
            { tone: 'now', name: 'now', values: pairs.map(([, now]) => now) },
          ],
          shown,
        );
        expect(inside(chart)).toBe(true);
        const bars = chart.marks.flatMap((mark) => (mark.mark === 'bar' ? [mark] : []));
        const drawn = [...pairs.map(([before]) => before), ...pairs.map(([, now]) => now)].filter(
          (v) => v > 0,
        );
        expect(bars.map(({ height }) => height * Number(chart.top))).toEqual(
          drawn.map((v) => expect.closeTo(v, 0)),
        );
        const sides = bars.map(({ x, width }) => [x, x + width] as const).toSorted(([a], [b]) => a - b);
        for (const [at, [left]] of sides.entries())
          if (at > 0) expect(left).toBeGreaterThanOrEqual(sides[at - 1]![1] - 1e-9);
      },
    ),
  );
});

const value = fc.option(fc.integer({ min: -200, max: 300 }), { nil: null });
test('what is below 0 or over a hundred percent is inside, on the other side of 0 from what is not', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
      const names = values.map((_, at) => `M${at}`);
      const series: Series[] = [{ tone: 'now', name: 'CEI', values }];
      for (const chart of [lines(names, series, shown, 100), columns(names, series, shown)]) {
        expect(inside(chart)).toBe(true);
        const [top, bottom] = [Number(chart.top), Number(chart.below?.bottom ?? 0)];
        const known = values.filter((one) => one !== null);
        expect(top >= Math.max(0, ...known) && bottom <= Math.min(0, ...known)).toBe(true);
        if (top !== bottom) expect(chart.below?.zero ?? 0).toBeCloseTo((0 - bottom) / (top - bottom), 9);
      }
      const chart = columns(names, series, shown);
      const zero = chart.below?.zero ?? 0;
      const bars = chart.marks.flatMap((mark) => (mark.mark === 'bar' ? [mark] : []));
      const standing = values.filter((one) => one !== null && one !== 0);
      expect(bars.map(({ from = 0 }) => from < zero)).toEqual(standing.map((one) => one! < 0));
    }),
  );
});

test('a fan stands beside what came, its line within its steps, and says where it ends', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1_000, max: 10 ** 12 }), { maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(10 ** 12), fc.nat(10 ** 12), fc.nat(10 ** 12)), {
        minLength: 1,
        maxLength: 13,
      }),
      (past, weeks) => {
        const sorted = weeks.map((three) => three.toSorted((a, b) => a - b));
        const [low, middle, high] = [0, 1, 2].map((at) => sorted.map((three) => three[at]!));
        const names = [...past, ...weeks].map((_, at) => `W${at}`);
        const said = { past: 'came', middle: 'likely', range: 'range', ahead: 'ahead' };
        const chart = fan(names, { past, low: low!, middle: middle!, high: high! }, shown, said);
        expect(inside(chart)).toBe(true);
        const steps = chart.marks.flatMap((mark) =>
          mark.mark === 'bar' && mark.tone === 'range' ? [mark] : [],
        );
        const points = chart.marks.flatMap((mark) => (mark.mark === 'line' ? mark.points : []));
        expect([steps.length, points.length]).toEqual([weeks.length, weeks.length]);
        for (const [at, { x, width, from, height }] of steps.entries()) {
          const [px, py] = points[at]!;
          expect(px > x && px < x + width && py >= from! - 1e-9 && py <= from! + height + 1e-9).toBe(true);
        }
        const came = chart.marks.filter(({ tone }) => tone === 'before');
        expect(came.every((mark) => mark.mark === 'bar' && mark.x + mark.width <= steps[0]!.x + 1e-9)).toBe(
          true,
        );
        expect(chart.says).toContain(`range: at last from ${low!.at(-1)} to ${high!.at(-1)}.`);
      },
    ),
  );
});

test('a line goes from end to end, and is broken where nothing is known', () => {
  const values = [10, null, 30, 40, null];
  const series: Series[] = [{ tone: 'now', name: 'DSO', values }];
  const { marks, says } = lines(['a', 'b', 'c', 'd', 'e'], series, shown, 100);
  expect(marks).toEqual([
    { mark: 'line', tone: 'now', points: [[0, 0.1]] },
    {
      mark: 'line',
      tone: 'now',
      points: [
        [0.5, 0.3],
        [0.75, 0.4],
      ],
    },
  ]);
  expect(says).toBe('DSO: from 10, a, to 40, d.');
  expect(lines(['a'], [{ ...series[0]!, values: [null] }], shown)).toMatchObject({
    marks: [],
    says: 'DSO: not known.',
  });
});
