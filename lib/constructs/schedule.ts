import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Schedule as SchedulerSchedule,
  ScheduleExpression,
  ScheduleTargetInput,
  ContextAttribute,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarm, firstLetter } from './alarms.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Fn } from '../uses.ts';
import { ServiceFunction, type Resources } from './service-function.ts';

/** A job on EventBridge Scheduler; a run that fails, or cannot begin, rings with what is at stake. */
export class Job extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(
    scope: Construct,
    id: string,
    { expression, impact, ...fn }: Fn & { expression: string; impact: string },
    resources: Resources,
  ) {
    super(scope, id);
    const missed = new Queue(this, 'Missed', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(missed, 'SQS3', 'This is where a schedule’s failures end.');
    const { function: job } = new ServiceFunction(this, 'Job', fn, resources);
    new SchedulerSchedule(this, 'Schedule', {
      schedule: ScheduleExpression.expression(expression, TimeZone.ETC_UTC),
      target: new LambdaInvoke(job, {
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        deadLetterQueue: missed,
        retryAttempts: 3,
        maxEventAge: Duration.hours(2),
      }),
    });
    const name = Stack.of(this).resolve((job.node.defaultChild as CfnFunction).logicalId) as string;
    acknowledge(
      Stack.of(this),
      `IAM5[Resource::<${name}.Arn>:*]`,
      'EventBridge Scheduler’s role may invoke this one function in any of its versions.',
    );
    // Scheduler hands a run over and hears no more of it: a run that fails is in the function's errors, one that could not
    // begin is in the queue.
    this.alarms = [
      firstLetter(this, missed, `${id} missed`, impact),
      alarm(this, 'Failed', {
        title: `${id} failed`,
        metric: job.metricErrors({ period: Duration.minutes(5) }),
        from: 1,
        impact,
      }),
    ];
  }
}
