/**
 * Invoices of another company (shared/samples beside the repository): learned from the first four fifths by day of issue, judged by the last.
 * Each is judged by what was said on its day of issue. `Disputed` is not looked at, but to count apart what nobody could have said: an
 * invoice that is in clarification is not predicted in the product.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Said } from '../../shared/predicting/behaviour.ts';
import { happeningsOf, type Receivable } from '../../shared/predicting/history.ts';
import { memoryOf, remember } from '../../shared/predicting/memory.ts';
import type { Quality } from '../../shared/predicting/prediction.ts';
import { judgedBy as cashJudgedBy, mondays } from '../slices/forecasting/mondays.ts';
import { qualityOf, type Judged } from '../../shared/predicting/quality.ts';
import { lived, saidOf, STATED } from '../../shared/predicting/rules.ts';
import { trained } from '../../shared/predicting/training.ts';

const file = new URL('../../../shared/samples/ar-history/late_payment_histories_train.csv', import.meta.url);
const present = existsSync(file);

test('the history of receivables is here', () => {
  expect(present, 'shared/samples/ar-history is missing beside the repository').toBe(true);
});

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;
/** The ledger as it stood on the evening of this day. */
const LAST = dayOf('2013-05-31');
interface Sample extends Receivable {
  readonly disputed: boolean;
}
const samples = (): Sample[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line): Sample => {
      const [segment, customer, , id, issued, due, amount, disputed, , settled] = line.split(',');
      return {
        id: id!,
        customer: customer!,
        segment: segment!,
        issued: dayOf(issued!),
        due: dayOf(due!),
        minor: Math.round(Number(amount) * 100),
        currency: 'USD',
        disputed: disputed === 'Yes',
        ...(settled !== '' && { settled: dayOf(settled!) }),
      };
    })
    .toSorted((a, b) => a.issued - b.issued);

const isLate = ({ due, settled = Infinity }: Sample): boolean => settled > due;
const hasEnded = (one: Sample): boolean => one.settled !== undefined || one.due < LAST;

/** Learns from what `teaches`, then lives on day by day; what was said of each that was issued from `from` on. */
const saidFrom = (
  all: readonly Sample[],
  from: number,
  teaches: (one: Sample) => boolean,
): Map<string, Said> => {
  const [taught, memory] = [memoryOf([]), memoryOf([])];
  lived(taught, all.filter(teaches), { until: from - 1 }, STATED);
  lived(memory, all, { until: from - 1 }, STATED);
  const model = trained(taught, from);
  const said = new Map<string, Said>();
  for (const happening of happeningsOf(all, { after: from - 1, until: LAST }))
    remember(memory, happening, (before) => {
      const now = saidOf(model, before, happening.of);
      said.set(happening.of.id, now);
      return now;
    });
  return said;
};
const judgedBy = (said: ReadonlyMap<string, Said>, all: readonly Sample[]): Judged[] =>
  all.map((one) => ({
    said: said.get(one.id)!,
    late: isLate(one),
    days: one.settled === undefined ? undefined : one.settled - one.due,
  }));

const line = (name: string, quality: Quality): string => {
  const { judged, lateShare, auc, brier, plainBrier, lateDaysOff, daysOff, bias, inside } = quality;
  const figures = [judged, lateShare, auc, brier, plainBrier, lateDaysOff, daysOff, bias, inside];
  return [
    name.padEnd(34),
    ...figures.map((each) => (each ?? NaN).toFixed(each === judged ? 0 : 3).padStart(9)),
  ].join('');
};
const HEADER = [
  ''.padEnd(34),
  ...['judged', 'late', 'AUC', 'Brier', 'plain', 'MAE late', 'MAE day', 'bias', 'P10-P90'].map((one) =>
    one.padStart(9),
  ),
].join('');

test.runIf(present)('what is said at the issue is borne out by what happened', () => {
  const all = samples();
  const from = all[Math.floor(all.length * 0.8)]!.issued;
  const newest = all.filter((one) => one.issued >= from && hasEnded(one));
  const said = saidFrom(all, from, () => true);
  const of = (some: (one: Sample) => boolean): Quality => qualityOf(judgedBy(said, newest.filter(some)));
  const whole = of(() => true);
  const undisputed = of(({ disputed }) => !disputed);

  // Every third customer, by name: the weights know nothing of it, or nobody does.
  const customers = [...new Set(all.map(({ customer }) => customer))].toSorted();
  const apart = new Set(customers.filter((_, at) => at % 3 === 0));
  const isApart = ({ customer }: Sample): boolean => apart.has(customer);
  const others = newest.filter(isApart);
  const untaught = saidFrom(all, from, (one) => !isApart(one));
  const strangers = all.filter((one) => !isApart(one) || one.issued >= from);
  const unknown = saidFrom(strangers, from, () => true);

  console.info(
    [
      HEADER,
      line('all that have ended', whole),
      line(
        'due by the last day',
        of(({ due }) => due < LAST),
      ),
      line('without those in clarification', undisputed),
      line('customers left out of training', qualityOf(judgedBy(untaught, others))),
      line('the same, taught by them, too', of(isApart)),
      line('the same, seen for the first time', qualityOf(judgedBy(unknown, others))),
      'said from   judged   said   late',
      ...whole.bins.map((bin) =>
        [
          bin.from.toFixed(1).padStart(9),
          String(bin.judged).padStart(9),
          bin.said.toFixed(3),
          bin.late.toFixed(3),
        ].join('  '),
      ),
    ].join('\n'),
  );
  expect(whole.auc).toBeGreaterThanOrEqual(0.87);
  expect(whole.brier).toBeLessThanOrEqual(0.13);
  expect(whole.brier).toBeLessThan(whole.plainBrier);
  expect(whole.inside).toBeGreaterThan(0.74);
  expect(whole.inside).toBeLessThan(0.86);
  // Half a day above what each customer’s own median of the whole file, the future included, is off by.
  expect(whole.lateDaysOff).toBeLessThanOrEqual(2.65);
  expect(undisputed.lateDaysOff).toBeLessThanOrEqual(2);
  expect(qualityOf(judgedBy(untaught, others)).auc).toBeGreaterThanOrEqual(0.85);
});

test.runIf(present)('cash that was forecast is borne out by what came', () => {
  const all = samples();
  const first = LAST - ((LAST + 3) % 7) - 7 * 73;
  const weeks = mondays(all, { first, weeks: 74, from: 13 });
  // The last part by time; the older forecasts taught how wide they have to be.
  const told = cashJudgedBy(all, weeks.slice(-30), LAST + 1);
  console.table(told);
  const four = told.find((one) => one.weeks === 4)!;
  expect(four.judged).toBeGreaterThan(20);
  expect(four.inside).toBeGreaterThanOrEqual(0.75);
  expect(four.error).toBeLessThan(0.07);
  expect(four.error).toBeLessThan(0.7 * four.naive);
});
