import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Rings when a figure reaches its threshold; the description says what is at stake, in words of the business. */
export const alarm = (
  scope: Construct,
  id: string,
  metric: IMetric,
  threshold: number,
  impact: string,
): Alarm =>
  new Alarm(scope, id, {
    metric,
    threshold,
    evaluationPeriods: 1,
    alarmDescription: impact,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });

/** The first message in a queue where work ends that failed for good. */
export const firstLetter = (scope: Construct, queue: Queue, impact: string): Alarm =>
  alarm(
    scope,
    'Alarm',
    queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
    1,
    impact,
  );
