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
import { firstLetter } from './alarms.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Fn } from '../wiring.ts';
import { ServiceFunction, type Resources } from './service-function.ts';

/** A job on EventBridge Scheduler; a run that fails for good lands in its own queue and alarms. */
export class Job extends Construct {
  readonly alarm: Alarm;

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
    this.alarm = firstLetter(this, missed, impact);
  }
}
