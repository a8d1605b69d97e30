import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, type EventPattern, type IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeAll } from '../acknowledge.ts';
import { firstLetter } from './alarms.ts';
import type { Fn } from '../wiring.ts';
import { ServiceFunction, type Resources } from './service-function.ts';

interface Props {
  readonly fn: Fn;
  readonly resources: Resources;
  readonly bus: IEventBus;
  readonly pattern: EventPattern;
  readonly impact: string;
}

/** Rule → queue → function, with a dead-letter queue that alarms at its first message and says what is at stake. */
export class Worker extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, { fn, resources, bus, pattern, impact }: Props) {
    super(scope, id);
    const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...secure, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...secure,
      retentionPeriod: Duration.days(4),
      // Six times the function's own limit, as Lambda's documentation asks of a queue that feeds it.
      visibilityTimeout: Duration.seconds(6 * (fn.timeoutSeconds ?? 15)),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 6 },
    });
    acknowledgeAll(
      this.deadLetters,
      ['Serverless-SQSRedrivePolicy'],
      'This is where the worker’s failures end.',
    );
    this.fedBy(new Rule(this, 'Rule', { eventBus: bus, eventPattern: pattern }));
    const worker = new ServiceFunction(this, 'Worker', fn, resources);
    // What Lambda's poller does in the function's role, and no more (CDK's own source grants five actions).
    worker.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    const feed = new EventSourceMapping(this, 'Feed', {
      target: worker.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
    });
    acknowledgeAll(
      feed,
      ['Serverless-LambdaEventSourceMappingDestination'],
      'What fails six times goes to the queue’s own dead letters.',
    );
    this.alarm = firstLetter(this, this.deadLetters, impact);
  }

  /** Only this rule may put messages into the queue, or into the dead letters what the queue did not take for a day. */
  private fedBy(rule: Rule): void {
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
