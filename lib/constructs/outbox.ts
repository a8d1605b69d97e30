import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { outbox } from '../wiring.ts';
import { ServiceFunction, type Resources } from './service-function.ts';

/** The table's stream → the bus. Only new acts that carry events wake the function. */
export class Outbox extends Construct {
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, table: ITable, resources: Resources) {
    super(scope, id);
    const lost = new Queue(this, 'Lost', { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) });
    const { function: announcer } = new ServiceFunction(this, 'Outbox', outbox, resources);
    acknowledge(lost, 'SQS3', 'This is where the stream’s failures end.');
    acknowledge(this, 'IAM5[Resource::*]', 'dynamodb:ListStreams knows no resource.');
    announcer.addEventSource(new DynamoEventSource(table, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 50,
      onFailure: new SqsDlq(lost),
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT'), dynamodb: { NewImage: { outbox: { S: FilterRule.isEqual('yes') } } } })],
    }));
    this.alarm = new Alarm(this, 'Alarm', {
      metric: lost.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: 'Facts are in the books that nobody hears of: invoices, mails and matches may be missing.',
    });
  }
}
