/**
 * Amazon CloudWatch: the alarms of the template, judged on the cloud's clock whenever somebody asks. Metrics come from
 * the services here and, in the embedded format, from the functions' logs. Measurements are kept in memory, those of
 * the logs are read again after a restart.
 */
import type { Cloud, Measured, Service } from '../seam.ts';
import { ALARM_PROPERTIES, readAlarm } from './cloudwatch/alarm.ts';
import type { Alarm, Judgement } from './cloudwatch/alarm.ts';
import { embeddedIn } from './cloudwatch/embedded.ts';
import { GAUGES } from './cloudwatch/gauges.ts';
import { heapOf, nothing, openSeries } from './cloudwatch/series.ts';
import type { Heap, Metric } from './cloudwatch/series.ts';

export interface AlarmState extends Judgement {
  name: string;
  description: string;
  metrics: Metric[];
}
export interface CloudWatch extends Service {
  measured(datum: Measured): void;
  /** Every alarm as it stands now. */
  alarms(): AlarmState[];
}

/** What services tell as it happens. Throttles and concurrency of an account have no cause on one machine: see `control`. */
const TOLD = [
  'AWS/Lambda Invocations',
  'AWS/Lambda Errors',
  'AWS/Lambda Throttles',
  'AWS/Lambda ConcurrentExecutions',
  'AWS/ApiGateway Count',
  'AWS/ApiGateway 4xx',
  'AWS/ApiGateway 5xx',
  'AWS/ApiGateway Latency',
  'AWS/DynamoDB SystemErrors',
  'AWS/DynamoDB ThrottledRequests',
];

export const cloudwatch = (cloud: Cloud): CloudWatch => {
  const alarms = new Map<string, Alarm>();
  const series = openSeries();
  const embedded = embeddedIn(cloud.stateDir('logs'));
  const noApi = () => new Error('alarms come from the template alone, and are asked for under /control');
  const look = (metric: Metric, from: number, to: number): Heap => {
    const gauge = GAUGES[`${metric.namespace} ${metric.name}`];
    if (!gauge) return series.between(metric, from, to);
    const value = gauge(cloud, metric.dimensions);
    return value === undefined ? nothing() : heapOf(value);
  };
  return {
    name: 'monitoring',
    provides: {
      'AWS::CloudWatch::Alarm': {
        properties: ALARM_PROPERTIES,
        make: (id, properties) => {
          const alarm = readAlarm(id, properties);
          for (const { namespace, name } of alarm.metrics) known(namespace, name);
          alarms.set(alarm.name, alarm);
          const arn = `arn:${cloud.partition}:cloudwatch:${cloud.region}:${cloud.accountId}:alarm:${alarm.name}`;
          return { ref: alarm.name, attributes: { Arn: arn } };
        },
      },
    },
    measured: ({ dimensions = {}, ...datum }) => {
      series.put({ ...datum, dimensions, at: cloud.clock.now() });
    },
    alarms: () => {
      for (const datum of embedded()) series.put(datum);
      const now = cloud.clock.now();
      return [...alarms.values()].map(({ name, description, metrics, judge }) => ({
        name,
        description,
        metrics,
        ...judge(look, now),
      }));
    },
    access: () => {
      throw noApi();
    },
    handle: () => Promise.reject(noApi()),
    busy: () => [],
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
};

/** A metric that nothing here measures would make an alarm that never rings. Names of one's own come from the logs. */
const known = (namespace: string, name: string): void => {
  const metric = `${namespace} ${name}`;
  if (namespace.startsWith('AWS/') && !TOLD.includes(metric) && !(metric in GAUGES))
    throw new Error(`the metric ${metric} is not known to the local cloud`);
};
