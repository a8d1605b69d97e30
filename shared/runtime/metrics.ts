/** Figures for alarms: a line of the log in CloudWatch's embedded metric format, which costs no call. */
import { env, METRICS } from './env.ts';

/** One measurement of this deployment; names are shared with the alarm that rings by them. */
export const measure = (name: keyof typeof METRICS, value = 1): void => {
  const metric = METRICS[name];
  const at = Date.now();
  const CloudWatchMetrics = [
    { Namespace: env('metrics'), Dimensions: [[]], Metrics: [{ Name: metric.name, Unit: metric.unit }] },
  ];
  process.stdout.write(
    `${JSON.stringify({ _aws: { Timestamp: at, CloudWatchMetrics }, [metric.name]: value })}\n`,
  );
};
