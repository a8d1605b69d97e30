import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, type EventPattern, type IEventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ageOf, alarm, firstLetter } from './alarms.ts';
import type { Fn } from '../uses.ts';
import { ServiceFunction, type Resources } from './service-function.ts';

interface Props {
  readonly fn: Fn;
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
    new Rule(this, 'Rule', { eventBus: bus, eventPattern: pattern, targets: [new SqsQueue(this.queue)] });
    this.function = new ServiceFunction(this, 'Worker', fn, resources).function;
    this.function.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true }),
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
}
