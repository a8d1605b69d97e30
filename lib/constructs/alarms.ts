import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Metric,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { METRICS } from '../../shared/runtime/env.ts';

export interface Ring {
  /** `IssueInvoice dead letters`: the name of the alarm, and its heading in lib/RUNBOOK.md. */
  readonly title: string;
  readonly metric: IMetric;
  /** Rings from this figure on. */
  readonly from: number;
  /** How many periods in a row; one where absent. */
  readonly periods?: number;
  /** What is at stake, in words of the business. */
  readonly impact: string;
}

/** The description says what is at stake, and where the runbook says what to do. */
export const alarm = (scope: Construct, id: string, { title, metric, from, periods, impact }: Ring): Alarm =>
  new Alarm(scope, id, {
    metric,
    threshold: from,
    evaluationPeriods: periods ?? 1,
    alarmName: `${Stack.of(scope).stackName} ${title}`,
    alarmDescription: `${impact} What to do: lib/RUNBOOK.md#${anchor(title)}`,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });

const anchor = (title: string): string => title.toLowerCase().replaceAll(' ', '-');

/** The first message in a queue where work ends that failed for good. */
export const firstLetter = (scope: Construct, queue: Queue, title: string, impact: string): Alarm =>
  alarm(scope, 'Alarm', { title, impact, metric: depthOf(queue), from: 1 });

export const depthOf = (queue: Queue): Metric =>
  queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) });
export const ageOf = (queue: Queue): Metric =>
  queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' });

/** The namespace of this deployment's own figures: several stages fit into one account. */
/** One for all stacks of a stage: who measures and who rings stand in different ones. */
export const namespaceOf = (scope: Construct): string =>
  `Quittance/${Stack.of(scope).stackName.replace(/-\w+$/, '')}`;

/** A figure that code measures (`runtime/metrics.ts`). */
export const own = (
  scope: Construct,
  name: keyof typeof METRICS,
  statistic: 'Sum' | 'Maximum',
  period: Duration,
): Metric => new Metric({ namespace: namespaceOf(scope), metricName: METRICS[name].name, statistic, period });
