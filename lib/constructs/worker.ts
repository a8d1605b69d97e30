import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, type EventPattern, type IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../../shared/runtime/env.ts';
import { acknowledgeAll } from '../acknowledge.ts';
import { ageOf, alarm, firstLetter } from './alarms.ts';
import type { Fn } from '../uses.ts';
import { ServiceFunction, type Resources } from './service-function.ts';

interface Props {
  readonly fn: Fn & { readonly retries?: true; readonly batch?: number };
  readonly resources: Resources;
  readonly bus: IEventBus;
  readonly pattern: EventPattern;
  readonly impact: string;
}

/** Rule → queue → function, with alarms that say what is at stake: work is late before it is dead. */
export class Worker extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly function: Function;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { fn, resources, bus, pattern, impact }: Props) {
    super(scope, id);
    const hiddenFor = 6 * (fn.timeoutSeconds ?? 15);
    const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...secure, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...secure,
      retentionPeriod: Duration.days(4),
      // Six times the function's own limit, as Lambda's documentation asks of a queue that feeds it.
      visibilityTimeout: Duration.seconds(hiddenFor),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 6 },
    });
    acknowledgeAll(
      this.deadLetters,
      ['Serverless-SQSRedrivePolicy'],
      'This is where the worker’s failures end.',
    );
    this.fedBy(new Rule(this, 'Rule', { eventBus: bus, eventPattern: pattern }));
    const worker = new ServiceFunction(this, 'Worker', fn, resources);
    this.function = worker.function;
    // What Lambda's poller does in the function's role, and no more (CDK's own source grants five actions).
    worker.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    if (fn.retries) {
      worker.allow(['sqs:SendMessage'], [this.queue.queueArn]);
      worker.set(ENV.retries, this.queue.queueUrl);
    }
    const feed = new EventSourceMapping(this, 'Feed', {
      target: worker.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: fn.batch ?? 10,
      reportBatchItemFailures: true,
    });
    acknowledgeAll(
      feed,
      ['Serverless-LambdaEventSourceMappingDestination'],
      'What fails six times goes to the queue’s own dead letters.',
    );
    this.alarms = [
      firstLetter(this, this.deadLetters, `${id} dead letters`, impact),
      // A message that failed once waits for as long as it is hidden: that alone is not late.
      alarm(this, 'Late', {
        title: `${id} late`,
        metric: ageOf(this.queue),
        from: Math.max(300, 2 * hiddenFor),
        impact: `Work waits or fails again and again. ${impact}`,
      }),
    ];
  }

  /** Only such a rule may put messages into the queue, or into the dead letters what the queue did not take for a day. */
  fedBy(rule: Rule): void {
    const { queue, deadLetters } = this;
    rule.addTarget({
      bind: () => ({ arn: queue.queueArn, deadLetterConfig: { arn: deadLetters.queueArn } }),
    });
    for (const one of [queue, deadLetters])
      one.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal('events.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [one.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
        }),
      );
  }
}
