/** An alarm of the template: what it measures, and whether it rings now. */
import { asList, asObject, asText } from '../wire.ts';
import { formula } from './formula.ts';
import type { Values } from './formula.ts';
import { LONGEST_MS, statistic } from './series.ts';
import type { Heap, Metric } from './series.ts';

/** Honoured, or without effect: nobody is told here, whoever asks is answered. */
export const ALARM_PROPERTIES = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'InsufficientDataActions',
  'MetricName',
  'Metrics',
  'Namespace',
  'OKActions',
  'Period',
  'Statistic',
  'Tags',
  'Threshold',
  'TreatMissingData',
];

export interface Alarm {
  name: string;
  description: string;
  /** Every metric that it looks at. */
  metrics: Metric[];
  judge(look: Look, now: number): Judgement;
}
/** What was measured of a metric between two moments. */
export type Look = (metric: Metric, from: number, to: number) => Heap;
export interface Judgement {
  state: 'OK' | 'ALARM';
  /** The figure of the last period; absent where nothing was measured. */
  value?: number;
  reason: string;
}

const COMPARISONS: Readonly<Record<string, { sign: string; holds(a: number, b: number): boolean }>> = {
  GreaterThanOrEqualToThreshold: { sign: '≥', holds: (a, b) => a >= b },
  GreaterThanThreshold: { sign: '>', holds: (a, b) => a > b },
  LessThanOrEqualToThreshold: { sign: '≤', holds: (a, b) => a <= b },
  LessThanThreshold: { sign: '<', holds: (a, b) => a < b },
};

export const readAlarm = (id: string, properties: Record<string, unknown>): Alarm => {
  const comparison = COMPARISONS[String(properties['ComparisonOperator'])];
  if (!comparison)
    throw new Error(
      `the comparison ${String(properties['ComparisonOperator'])} is not known to the local cloud`,
    );
  if (properties['TreatMissingData'] !== 'notBreaching')
    throw new Error('an alarm says that missing data is notBreaching: no other answer is honoured here');
  const threshold = Number(properties['Threshold']);
  const periods = Number(properties['EvaluationPeriods']);
  const needed = Number(properties['DatapointsToAlarm'] ?? periods);
  const { period, metrics, value } = readFigure(properties);
  if (!(periods * period <= LONGEST_MS)) throw new Error('an alarm looks back over one day at most here');
  return {
    name: asText(properties['AlarmName'] ?? id, 'AlarmName'),
    description: String(properties['AlarmDescription'] ?? ''),
    metrics,
    judge: (look, now) => {
      const figures = Array.from({ length: periods }, (_, ago) =>
        value((metric) => look(metric, now - (ago + 1) * period, now - ago * period)),
      );
      const over = figures.filter((one) => one !== undefined && comparison.holds(one, threshold)).length;
      const last = figures[0];
      return {
        state: over >= needed ? 'ALARM' : 'OK',
        ...(last !== undefined && { value: last }),
        reason: `${over} of ${periods} periods of ${period / 1000} s were ${comparison.sign} ${threshold} (the last: ${last ?? 'nothing measured'})`,
      };
    },
  };
};

interface Figure {
  period: number;
  metrics: Metric[];
  value(of: (metric: Metric) => Heap): number | undefined;
}

/** One metric, or an expression over several. */
const readFigure = (properties: Record<string, unknown>): Figure => {
  if (properties['Metrics'] === undefined) {
    const metric = readMetric(properties);
    const fold = statistic(String(properties['ExtendedStatistic'] ?? properties['Statistic']));
    return {
      period: Number(properties['Period']) * 1000,
      metrics: [metric],
      value: (of) => fold(of(metric)),
    };
  }
  const parts = asList(properties['Metrics']).map(asObject);
  const stats = parts.flatMap(({ Id, MetricStat }) => {
    if (MetricStat === undefined) return [];
    const { Metric: one, Period, Stat } = asObject(MetricStat);
    return [
      {
        id: String(Id),
        metric: readMetric(asObject(one)),
        period: Number(Period),
        fold: statistic(String(Stat)),
      },
    ];
  });
  const expressions = parts.filter(({ Expression }) => Expression !== undefined);
  const [shown] = expressions;
  if (!shown || expressions.length > 1 || shown['ReturnData'] === false)
    throw new Error('an alarm over several metrics has one expression, and that is what it rings by');
  const [first] = stats;
  if (!first || stats.some(({ period }) => period !== first.period))
    throw new Error('the metrics of an expression have one period');
  const whole = formula(
    asText(shown['Expression'], 'Expression'),
    stats.map(({ id }) => id),
  );
  return {
    period: first.period * 1000,
    metrics: stats.map(({ metric }) => metric),
    value: (of) => {
      const values: Values = Object.fromEntries(stats.map(({ id, metric, fold }) => [id, fold(of(metric))]));
      return whole(values);
    },
  };
};

const readMetric = (given: Record<string, unknown>): Metric => ({
  namespace: asText(given['Namespace'], 'Namespace'),
  name: asText(given['MetricName'], 'MetricName'),
  dimensions: Object.fromEntries(
    asList(given['Dimensions'])
      .map(asObject)
      .map(({ Name, Value }) => [String(Name), String(Value)]),
  ),
});
