import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  type CfnAlarm,
  MathExpression,
  Metric,
  type IAlarm,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Operation, type ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarm, own, type Ring } from './alarms.ts';

export interface Watched {
  readonly api: HttpApi;
  readonly authorizer: Function;
  readonly table: ITable;
  /** Name of SES's configuration set: its reputation is measured apart from that of the account. */
  readonly configuration: string;
  /** Of workers, jobs and the outbox, which bring their own. */
  readonly alarms: readonly Alarm[];
  readonly topic: ITopic;
}

const five = { period: Duration.minutes(5) };
/** What the code calls: each operation has figures of its own. */
const OPERATIONS = [
  Operation.GET_ITEM,
  Operation.BATCH_GET_ITEM,
  Operation.QUERY,
  Operation.PUT_ITEM,
  Operation.TRANSACT_WRITE_ITEMS,
];

const nameOf = (alarm: Alarm): string => (alarm.node.defaultChild as CfnAlarm).alarmName!;

/** What rings for the whole system; every alarm tells one topic, whose subscribers the operator names. */
export class Watch extends Construct {
  /** All that ring. Those of other stacks by their names: an alarm may go from there while this one still shows it. */
  readonly alarms: readonly IAlarm[];

  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    const rings = [
      ...this.doors(watched),
      ...this.table(watched.table),
      ...this.mail(watched.configuration),
      ...this.people(),
    ];
    const own = rings.map((ring) => alarm(this, ring.title.replaceAll(' ', ''), ring));
    const all = [...own, ...watched.alarms];
    for (const one of all) one.addAlarmAction(new SnsAction(watched.topic));
    const here = Stack.of(this);
    this.alarms = all.map((one) =>
      Stack.of(one) === here
        ? one
        : Alarm.fromAlarmName(this, `${one.node.scope!.node.id}${one.node.id}`, nameOf(one)),
    );
  }

  private doors({ api, authorizer }: Watched): Ring[] {
    const errors = api.metricServerError({ ...five, statistic: 'Sum' });
    const requests = api.metricCount({ ...five, statistic: 'Sum' });
    const account = (metricName: string, statistic: string) =>
      new Metric({ namespace: 'AWS/Lambda', metricName, statistic, ...five });
    return [
      {
        title: 'API errors',
        metric: new MathExpression({
          expression: '100 * FILL(errors, 0) / requests',
          usingMetrics: { errors, requests },
          label: 'requests that fail, in percent',
          ...five,
        }),
        from: 2,
        impact: 'Requests of partners, payers or providers fail on our side.',
      },
      {
        title: 'API slow',
        metric: api.metricLatency({ ...five, statistic: 'p99' }),
        from: 5_000,
        periods: 3,
        impact: 'Partners and payers wait: they give up or ask again.',
      },
      {
        title: 'Authorizer errors',
        metric: authorizer.metricErrors(five),
        from: 1,
        impact: 'Valid keys are turned away: partners cannot place orders.',
      },
      {
        title: 'Functions throttled',
        metric: account('Throttles', 'Sum'),
        from: 1,
        impact: 'The account’s limit of parallel invocations is reached: requests fail, work is late.',
      },
      {
        title: 'Functions near the limit',
        metric: account('ConcurrentExecutions', 'Maximum'),
        from: 800,
        impact: 'The account is near its limit of parallel invocations (1,000 unless it was raised).',
      },
      {
        title: 'Webhooks refused',
        metric: own(this, 'webhookRefused', 'Sum', Duration.minutes(15)),
        from: 5,
        impact:
          'Payments by link or orders of a shop may go unheard: a signature does not hold, or somebody forges one.',
      },
    ];
  }

  private table(table: ITable): Ring[] {
    const total = (metricName: string): IMetric => {
      const each = OPERATIONS.map((operation): [string, IMetric] => [
        operation.toLowerCase(),
        table.metric(metricName, {
          ...five,
          statistic: 'Sum',
          dimensionsMap: { TableName: table.tableName, Operation: operation },
        }),
      ]);
      return new MathExpression({
        expression: each.map(([name]) => `FILL(${name}, 0)`).join(' + '),
        usingMetrics: Object.fromEntries(each),
        label: metricName,
        ...five,
      });
    };
    return [
      {
        title: 'Table errors',
        metric: total('SystemErrors'),
        from: 5,
        impact: 'The table answers with faults: whatever needs it fails or is late.',
      },
      {
        title: 'Table throttled',
        metric: total('ThrottledRequests'),
        from: 5,
        impact: 'One key of the table is asked too often: commits are late or fail.',
      },
    ];
  }

  /** Half of where SES begins to review an account (rules §3.19): five of a hundred bounced, one of a thousand complained. */
  private mail(configuration: string): Ring[] {
    const rate = (metricName: string) =>
      new Metric({
        namespace: 'AWS/SES',
        metricName,
        dimensionsMap: { 'ses:configuration-set': configuration },
        statistic: 'Average',
        period: Duration.hours(1),
      });
    return [
      {
        title: 'Mails bounced',
        metric: rate('Reputation.BounceRate'),
        from: 0.025,
        impact: 'So many mails bounce that SES may stop sending: then no invoice goes out.',
      },
      {
        title: 'Mails complained about',
        metric: rate('Reputation.ComplaintRate'),
        from: 0.0005,
        impact: 'So many people complain that SES may stop sending: then no invoice goes out.',
      },
      {
        title: 'Mails held',
        metric: own(this, 'mailHeld', 'Sum', Duration.hours(1)),
        from: 1,
        impact: 'So many mails of a company came back that its others wait: reminders first, then invoices.',
      },
      {
        title: 'Mails without an address',
        metric: own(this, 'mailWithoutAddress', 'Sum', Duration.hours(1)),
        from: 1,
        impact: 'A customer is not reached any more: no invoices, no reminders, and so no money.',
      },
    ];
  }

  /** What waits for a person. */
  private people(): Ring[] {
    const nightly = Duration.days(1);
    return [
      {
        title: 'Work parked',
        metric: own(this, 'parked', 'Sum', Duration.hours(1)),
        from: 1,
        impact: 'A worker refused work for good: it stays undone until a person decides.',
      },
      {
        title: 'Intake refused',
        metric: own(this, 'intakeRefused', 'Sum', Duration.hours(1)),
        from: 1,
        impact: 'A partner’s order or delivery is not in the books: the inbox says why.',
      },
      {
        title: 'Parked work waiting',
        metric: own(this, 'parkedDays', 'Maximum', nightly),
        from: 3,
        impact: 'Refused work has waited for three days: something of the road is missing for somebody.',
      },
      {
        title: 'Exceptions waiting',
        metric: own(this, 'exceptionDays', 'Maximum', nightly),
        from: 7,
        impact: 'Money in the bank has waited for a week to be matched: who paid may be reminded.',
      },
      {
        title: 'Books off',
        metric: own(this, 'entriesOff', 'Maximum', nightly),
        from: 1,
        impact: 'Entries of the ledger do not add up: every report that rests on them is wrong.',
      },
      {
        title: 'Invariants broken',
        metric: own(this, 'invariantsBroken', 'Maximum', nightly),
        from: 1,
        impact: 'The books are not as they must be, and no month is closed until they are.',
      },
      {
        title: 'Numbers off',
        metric: own(this, 'numbersOff', 'Maximum', nightly),
        from: 1,
        impact: 'A number of a document is missing, double or out of order: tax law wants none to be.',
      },
      {
        title: 'Acts changed',
        metric: own(this, 'sealsBroken', 'Maximum', nightly),
        from: 1,
        impact: 'What is said of who did what is not what was sealed: the audit trail was written to.',
      },
      {
        title: 'Credit drifted',
        metric: own(this, 'creditDrift', 'Maximum', nightly),
        from: 1,
        impact:
          'Credit was not what the books add up to: orders were held, or let through, by a wrong figure.',
      },
    ];
  }
}
