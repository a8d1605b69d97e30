import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarm, firstLetter } from './alarms.ts';
import { acknowledge, acknowledgeAll } from '../acknowledge.ts';
import { outbox } from '../wiring.ts';
import { ServiceFunction, type Resources } from './service-function.ts';

/** The table's stream → the bus. Only new acts that carry events wake the function. */
export class Outbox extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, table: ITable, resources: Resources) {
    super(scope, id);
    const lost = new Queue(this, 'Lost', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const service = new ServiceFunction(this, 'Outbox', outbox, resources);
    const { function: announcer } = service;
    acknowledgeAll(
      lost,
      ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'],
      'This is where the stream’s failures end.',
    );
    acknowledge(this, 'IAM5[Resource::*]', 'dynamodb:ListStreams knows no resource.');
    // What Lambda's poller does in the function's role, and no more.
    service.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      [table.tableStreamArn!],
    );
    service.allow(['dynamodb:ListStreams'], ['*']);
    service.allow(['sqs:SendMessage'], [lost.queueArn]);
    new EventSourceMapping(this, 'Feed', {
      target: announcer,
      eventSourceArn: table.tableStreamArn!,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 50,
      onFailure: { bind: () => ({ destination: lost.queueArn }) },
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { outbox: { S: FilterRule.isEqual('yes') } } },
        }),
      ],
    });
    this.alarms = [
      firstLetter(
        this,
        lost,
        'Outbox lost',
        'Facts are in the books that nobody hears of: invoices, mails and matches may be missing.',
      ),
      // The stream keeps a day: five minutes behind is early enough to look, and late enough to be no burst.
      alarm(this, 'Behind', {
        title: 'Outbox behind',
        metric: announcer.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(5) }),
        from: 300_000,
        impact: 'Everything that follows from a commit is late: invoices, mails, matches.',
      }),
    ];
  }
}
