import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, type EventPattern, type IEventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
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
    new Rule(this, 'Rule', { eventBus: bus, eventPattern: pattern, targets: [new SqsQueue(this.queue)] });
    const worker = new ServiceFunction(this, 'Worker', fn, resources);
    worker.function.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true }),
    );
    this.alarm = firstLetter(this, this.deadLetters, impact);
  }
}
