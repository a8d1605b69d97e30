import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule as SchedulerSchedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarm, firstLetter } from './alarms.ts';
import { acknowledgeAll } from '../acknowledge.ts';
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
    acknowledgeAll(
      missed,
      ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'],
      'This is where a schedule’s failures end.',
    );
    const { function: job } = new ServiceFunction(this, 'Job', fn, resources);
    new SchedulerSchedule(this, 'Schedule', {
      schedule: ScheduleExpression.expression(expression, TimeZone.ETC_UTC),
      target: {
        bind: () => ({
          arn: job.functionArn,
          role: this.invoker(job, missed),
          input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
          deadLetterConfig: { arn: missed.queueArn },
          retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 7_200 },
        }),
      },
    });
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

  /** Scheduler's role: this one function, and the queue for what could not begin. */
  private invoker(job: Function, missed: Queue): Role {
    const stack = Stack.of(this);
    const group = stack.formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
    });
    const role = new Role(this, 'Invoker', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [job.functionArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [missed.queueArn] }));
    return role;
  }
}
