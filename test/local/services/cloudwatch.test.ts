/** Alarms of a template: what they say of what was measured, and what they are refused for. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cloudwatch } from '../../../bin/local/services/cloudwatch.ts';
import type { CloudWatch } from '../../../bin/local/services/cloudwatch.ts';
import { formula } from '../../../bin/local/services/cloudwatch/formula.ts';
import { testCloud, type TestCloud } from './cloud.ts';

const MINUTE = 60_000;
let lab: TestCloud;
let watch: CloudWatch;
beforeEach(async () => {
  lab = await testCloud();
  watch = lab.add(cloudwatch);
});
afterEach(() => lab.close());

const plain = {
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  EvaluationPeriods: 1,
  MetricName: 'Errors',
  Namespace: 'AWS/Lambda',
  Dimensions: [{ Name: 'FunctionName', Value: 'F' }],
  Period: 300,
  Statistic: 'Sum',
  Threshold: 2,
  TreatMissingData: 'notBreaching',
};
const fails = (FunctionName = 'F', value = 1) =>
  watch.measured({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName }, value });
const state = () => watch.alarms().map((alarm) => alarm.state);
const pass = (ms: number) => lab.clock.advance(lab.clock.now() + ms);

describe('an alarm', () => {
  test('rings from its threshold on, for its own dimensions, and until its period is over', async () => {
    await lab.make('AWS::CloudWatch::Alarm', 'A', plain);
    expect(state()).toEqual(['OK']);
    fails();
    fails('G', 5);
    expect(state()).toEqual(['OK']);
    fails();
    expect(watch.alarms()).toMatchObject([
      { state: 'ALARM', value: 2, reason: expect.stringContaining('1 of 1 periods') },
    ]);
    await pass(6 * MINUTE);
    expect(watch.alarms()[0]).toMatchObject({
      state: 'OK',
      reason: expect.stringContaining('nothing measured'),
    });
  });
  test('over several periods waits for as many of them as it says', async () => {
    await lab.make('AWS::CloudWatch::Alarm', 'A', { ...plain, EvaluationPeriods: 3, Threshold: 1 });
    for (const wanted of ['OK', 'OK', 'ALARM']) {
      fails();
      expect(state()).toEqual([wanted]);
      await pass(5 * MINUTE);
    }
    const two = { ...plain, AlarmName: 'two', EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 1 };
    await lab.make('AWS::CloudWatch::Alarm', 'B', two);
    expect(watch.alarms().find(({ name }) => name === 'two')).toMatchObject({ state: 'ALARM' });
  });
  test.each([
    ['Sum', 110],
    ['SampleCount', 11],
    ['Average', 10],
    ['Minimum', 5],
    ['Maximum', 15],
    ['p50', 10],
    ['p99', 15],
  ])('by %s', async (how, value) => {
    const { Statistic: _, ...rest } = plain;
    const one = how.startsWith('p') ? { ExtendedStatistic: how } : { Statistic: how };
    await lab.make('AWS::CloudWatch::Alarm', 'A', { ...rest, ...one });
    for (let n = 5; n <= 15; n += 1) fails('F', n);
    expect(watch.alarms()[0]!.value).toBe(value);
  });
  test('by what functions measure in their logs, as soon as a line is whole', async () => {
    const own = { ...plain, Namespace: 'Own', MetricName: 'Parked', Dimensions: undefined, Threshold: 1 };
    const { Dimensions: _, ...without } = own;
    await lab.make('AWS::CloudWatch::Alarm', 'A', without);
    const file = join(lab.cloud.stateDir('logs'), 'F.log');
    const line = JSON.stringify({
      _aws: {
        Timestamp: lab.clock.now(),
        CloudWatchMetrics: [
          { Namespace: 'Own', Dimensions: [[]], Metrics: [{ Name: 'Parked', Unit: 'Count' }] },
        ],
      },
      Parked: 1,
    });
    appendFileSync(file, `some text\n{"level":"INFO"}\n${line.slice(0, 40)}`);
    expect(state()).toEqual(['OK']);
    appendFileSync(file, `${line.slice(40)}\n`);
    expect(state()).toEqual(['ALARM']);
    expect(watch.alarms()[0]!.value).toBe(1);
  });
  test('by an expression over metrics of one period', async () => {
    const { MetricName: _, Namespace: __, Dimensions: ___, Period: ____, Statistic: _____, ...rest } = plain;
    const metric = (Id: string, MetricName: string, Period = 300) => ({
      Id,
      MetricStat: { Metric: { Namespace: 'AWS/ApiGateway', MetricName }, Period, Stat: 'Sum' },
      ReturnData: false,
    });
    const share = { Id: 'e', Expression: '100 * FILL(errors, 0) / requests', ReturnData: true };
    const make = (...Metrics: object[]) => lab.make('AWS::CloudWatch::Alarm', 'A', { ...rest, Metrics });
    await make(share, metric('errors', '5xx'), metric('requests', 'Count'));
    expect(state()).toEqual(['OK']);
    const count = (name: string, value: number) =>
      watch.measured({ namespace: 'AWS/ApiGateway', name, value });
    count('Count', 50);
    expect(watch.alarms()[0]).toMatchObject({ state: 'OK', value: 0 });
    count('5xx', 1);
    expect(watch.alarms()[0]).toMatchObject({ state: 'ALARM', value: 2 });
    await expect(make(share, metric('errors', '5xx'), metric('requests', 'Count', 60))).rejects.toThrow(
      'one period',
    );
    await expect(make(share, metric('errors', '5xx'))).rejects.toThrow('requests is not known');
  });
  test.each([
    ['a metric that nothing measures', { MetricName: 'Duration' }, 'AWS/Lambda Duration is not known'],
    ['a namespace of AWS that is not here', { Namespace: 'AWS/RDS' }, 'AWS/RDS Errors is not known'],
    ['another answer to missing data', { TreatMissingData: 'breaching' }, 'notBreaching'],
    ['another comparison', { ComparisonOperator: 'LessThanLowerThreshold' }, 'LessThanLowerThreshold'],
    ['another statistic', { Statistic: 'IQM' }, 'IQM'],
    ['a look back over days', { Period: 86_400, EvaluationPeriods: 2 }, 'one day'],
    ['a property that is not honoured', { EvaluateLowSampleCountPercentile: 'ignore' }, 'EvaluateLowSample'],
  ])('is refused for %s', async (_, change, why) => {
    await expect(
      (async () => lab.make('AWS::CloudWatch::Alarm', 'A', { ...plain, ...change }))(),
    ).rejects.toThrow(why);
  });
});

test('metric math', () => {
  const of = (text: string, values: Record<string, number | undefined> = {}) =>
    formula(text, ['a', 'b', 'c'])(values);
  expect(of('1 + 2 * 3 - 4 / 2')).toBe(5);
  expect(of('(a + b) * 2', { a: 1, b: 2 })).toBe(6);
  expect(of('a - b - c', { a: 10, b: 3, c: 2 })).toBe(5);
  expect([
    of('a + b', { a: 1 }),
    of('FILL(a, 7) + FILL(b, 1)', { b: 2 }),
    of('a / b', { a: 1, b: 0 }),
  ]).toEqual([undefined, 9, undefined]);
  for (const wrong of ['d', 'a +', '(a', 'a b', 'IF(a, b)', 'a > b', 'FILL(1, 2)', '', 'SUM(METRICS())'])
    expect(() => of(wrong)).toThrow('metric math');
});
