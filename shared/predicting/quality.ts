/** How good predictions were, held against what happened: each as it was said at the issue (rules §2, forecast quality). */
import type { Said } from './behaviour.ts';
import type { Quality } from './prediction.ts';

/** An invoice whose end is known: days against the due day on which it was paid, or none where it is late and still open. */
export interface Judged {
  readonly said: Pick<Said, 'probability' | 'plain' | 'p10' | 'p50' | 'p90'>;
  readonly late: boolean;
  readonly days: number | undefined;
}

const rounded = (value: number): number => Number(value.toFixed(4));
const mean = <T>(all: readonly T[], of: (one: T) => number): number =>
  rounded(all.reduce((sum, one) => sum + of(one), 0) / all.length);

/** Of at least one. */
export const qualityOf = (all: readonly Judged[]): Quality => {
  const paid = all.flatMap(({ said, days }) => (days === undefined ? [] : [{ said, days }]));
  const auc = aucOf(all);
  return {
    judged: all.length,
    lateShare: mean(all, ({ late }) => Number(late)),
    brier: mean(all, ({ said, late }) => (said.probability - Number(late)) ** 2),
    plainBrier: mean(all, ({ said, late }) => (said.plain - Number(late)) ** 2),
    ...(auc !== undefined && { auc: rounded(auc) }),
    ...(paid.length > 0 && {
      paid: paid.length,
      daysOff: mean(paid, ({ said, days }) => Math.abs(said.p50 - days)),
      lateDaysOff: mean(paid, ({ said, days }) => Math.abs(Math.max(said.p50, 0) - Math.max(days, 0))),
      bias: mean(paid, ({ said, days }) => said.p50 - days),
      inside: mean(paid, ({ said, days }) => Number(said.p10 <= days && days <= said.p90)),
    }),
    bins: binsOf(all),
  };
};

const BINS = 10;
const binsOf = (all: readonly Judged[]): Quality['bins'] =>
  Array.from({ length: BINS }, (_, bin) => {
    const own = all.filter(({ said }) => Math.min(Math.floor(said.probability * BINS), BINS - 1) === bin);
    return { bin, own };
  })
    .filter(({ own }) => own.length > 0)
    .map(({ bin, own }) => ({
      from: bin / BINS,
      judged: own.length,
      said: mean(own, ({ said }) => said.probability),
      late: mean(own, ({ late }) => Number(late)),
    }));

/** How probable it is that one that was late had been said to be more probably late than one that was not; equal ones count half. */
const aucOf = (all: readonly Judged[]): number | undefined => {
  const groups = [...Map.groupBy(all, ({ said }) => said.probability)].toSorted(([a], [b]) => a - b);
  let [below, pairs] = [0, 0];
  for (const [, same] of groups) {
    const late = same.filter((one) => one.late).length;
    const inTime = same.length - late;
    pairs += late * (below + inTime / 2);
    below += inTime;
  }
  const late = all.length - below;
  return late === 0 || below === 0 ? undefined : pairs / (late * below);
};
