import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  Metric,
  TextWidget,
  type IAlarm,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { ageOf, depthOf, own } from './alarms.ts';
import type { Worker } from './worker.ts';

interface Shown {
  readonly api: HttpApi;
  readonly table: ITable;
  readonly configuration: string;
  readonly workers: readonly Worker[];
  readonly alarms: readonly IAlarm[];
}

const hourly = { period: Duration.hours(1) };

/** From top to bottom: what is at stake, the road from order to cash, what is late, what is used and costs. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { api, table, configuration, workers, alarms }: Shown) {
    super(scope, id);
    const worked = (name: string) =>
      workers.find(({ node }) => node.id === name)!.function.metricInvocations({ ...hourly, label: name });
    const mail = (metricName: string) =>
      new Metric({
        namespace: 'AWS/SES',
        metricName,
        dimensionsMap: { 'ses:configuration-set': configuration },
        statistic: metricName.startsWith('Reputation') ? 'Average' : 'Sum',
        ...hourly,
      });
    const units = (metricName: string) =>
      table.metric(metricName, {
        statistic: 'Sum',
        ...hourly,
        dimensionsMap: { TableName: table.tableName },
      });
    new Dashboard(scope, 'Dashboard', {
      widgets: [
        [new AlarmStatusWidget({ title: 'What is at stake', alarms: [...alarms], width: 24, height: 6 })],
        [heading('Order → cash, by the hour')],
        [
          graph('Requests', [
            api.metricCount(hourly),
            api.metricClientError(hourly),
            api.metricServerError(hourly),
          ]),
          graph('Invoiced and documented', [worked('IssueInvoice'), worked('RenderDocument')]),
          graph('Mailed', ['Send', 'Delivery', 'Bounce', 'Complaint'].map(mail)),
          graph('Paid and applied', [worked('ApplyPayment'), worked('MatchCash')]),
        ],
        [heading('What is late, and what failed')],
        [
          graph(
            'Oldest message, seconds',
            workers.map(({ queue, node }) => ageOf(queue).with({ label: node.id })),
          ),
          graph(
            'Dead letters',
            workers.map(({ deadLetters, node }) => depthOf(deadLetters).with({ label: node.id })),
          ),
          graph(
            'Answers of the API, ms',
            ['p50', 'p99'].map((statistic) => api.metricLatency({ ...hourly, statistic })),
          ),
          graph('Waiting for people', [
            own(this, 'exceptionDays', 'Maximum', Duration.days(1)),
            own(this, 'parkedDays', 'Maximum', Duration.days(1)),
            own(this, 'parked', 'Sum', Duration.hours(1)),
            own(this, 'mailWithoutAddress', 'Sum', Duration.hours(1)),
          ]),
        ],
        [heading('What is used, and costs')],
        [
          graph(
            'Capacity of the table, units',
            ['ConsumedWriteCapacityUnits', 'ConsumedReadCapacityUnits'].map(units),
          ),
          graph(
            'Invocations of workers',
            workers.map(({ function: fn, node }) => fn.metricInvocations({ ...hourly, label: node.id })),
          ),
          graph('Parallel invocations of the account', [
            new Metric({
              namespace: 'AWS/Lambda',
              metricName: 'ConcurrentExecutions',
              statistic: 'Maximum',
              ...hourly,
            }),
          ]),
          graph('Reputation of mails', ['Reputation.BounceRate', 'Reputation.ComplaintRate'].map(mail)),
        ],
      ],
    });
  }
}

const heading = (text: string): TextWidget =>
  new TextWidget({ markdown: `## ${text}`, width: 24, height: 1 });
const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: 6, height: 6 });
