import { Duration, TimeZone, type Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
    invoker: Role,
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
    invoker.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [job.functionArn] }),
    );
    invoker.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [missed.queueArn] }));
    new SchedulerSchedule(this, 'Schedule', {
      schedule: ScheduleExpression.expression(expression, TimeZone.ETC_UTC),
      target: {
        bind: () => ({
          arn: job.functionArn,
          role: invoker,
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
}

/** Scheduler's role: the jobs, and the queues for what could not begin. One for all of them: a stack has room for 500 resources. */
export const invokerOf = (stack: Stack): Role => {
  const group = stack.formatArn({
    service: 'scheduler',
    resource: 'schedule-group',
    resourceName: 'default',
  });
  return new Role(stack, 'Invoker', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } },
    }),
  });
};
