import { CfnOutput, CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, GraphWidget, type Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { FOLDERS } from '../shared/kernel/storage.ts';
import { acknowledge, acknowledgeDecisions } from './acknowledge.ts';
import { Gateway } from './constructs/http-api.ts';
import { Mail } from './constructs/mail.ts';
import { Outbox } from './constructs/outbox.ts';
import { Job } from './constructs/schedule.ts';
import { ServiceFunction, type Resources } from './constructs/service-function.ts';
import { Worker } from './constructs/worker.ts';
import type { DataStack } from './data-stack.ts';
import { admin, apis, authorizer, mailEvents, openRoutes, schedules, workers } from './wiring.ts';

export interface AppProps extends StackProps {
  readonly data: DataStack;
  readonly mailDomain: string;
  /** `https://pay.example.com`, when a custom domain stands before the API. */
  readonly publicUrl?: string | undefined;
}

/** Everything stateless, made by walking wiring.ts. */
export class AppStack extends Stack {
  private readonly alarms: Alarm[] = [];

  constructor(scope: Construct, id: string, { data, mailDomain, publicUrl, ...props }: AppProps) {
    super(scope, id, props);
    acknowledgeDecisions(this);
    const bus = new EventBus(this, 'Bus');
    const gateway = new Gateway(this, 'Gateway');
    const resources: Resources = {
      table: data.table,
      bucket: data.bucket,
      bus,
      secrets: data.secrets,
      mail: new Mail(this, 'Mail', mailDomain).resources,
      publicUrl: publicUrl ?? gateway.api.apiEndpoint,
      sandboxOrigins: new CfnParameter(this, 'SandboxOrigins', {
        default: '',
        description:
          'For a cloud on one machine: origins of sandbox providers there, with spaces between them.',
      }).valueAsString,
    };
    this.routes(gateway, resources);
    this.alarms.push(...new Outbox(this, 'Outbox', data.table, resources).alarms);
    for (const [name, { on, impact, ...fn }] of Object.entries(workers))
      this.alarms.push(
        new Worker(this, pascal(name), {
          fn,
          resources,
          bus,
          impact,
          pattern: { source: ['quittance'], detailType: on.map((type) => type.name) },
        }).alarm,
      );
    const { impact, ...fn } = mailEvents;
    const defaultBus = EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    this.alarms.push(
      new Worker(this, 'MailEvents', {
        fn,
        resources,
        impact,
        bus: defaultBus,
        pattern: {
          source: ['aws.ses'],
          detail: { mail: { tags: { 'ses:configuration-set': [resources.mail.configuration] } } },
        },
      }).alarm,
    );
    for (const [name, job] of Object.entries(schedules))
      this.alarms.push(...new Job(this, pascal(name), job, resources).alarms);
    const documents = (
      this.resolve(data.exportValue(data.bucket.bucketArn)) as { 'Fn::ImportValue': string }
    )['Fn::ImportValue'];
    for (const folder of FOLDERS)
      acknowledge(
        this,
        `IAM5[Resource::${documents}/*/${folder}/*]`,
        'Functions serve every tenant, and a key begins with the tenant: action, bucket and folder are named, the tenant is not.',
      );
    for (const [name, command] of Object.entries(admin)) {
      const { function: handler } = new ServiceFunction(this, pascal(name), command, resources);
      new CfnOutput(this, `${pascal(name)}Function`, { value: handler.functionName });
    }
    new CfnOutput(this, 'ApiUrl', { value: gateway.api.apiEndpoint });
    this.watch();
  }

  private routes(gateway: Gateway, resources: Resources): void {
    gateway.authorizedBy(new ServiceFunction(this, 'Authorizer', authorizer, resources).function);
    for (const [name, fn] of Object.entries(apis)) {
      const { function: handler } = new ServiceFunction(this, `${pascal(name)}Api`, fn, resources);
      for (const { method, path } of Object.values(fn.api))
        gateway.route(`${method.toUpperCase()} ${path}`, handler);
    }
    for (const [name, fn] of Object.entries(openRoutes)) {
      const { function: handler } = new ServiceFunction(this, pascal(name), fn, resources);
      for (const route of fn.routes) gateway.route(route, handler, true);
    }
  }

  /** Every alarm tells one topic, whose subscribers the operator names; the dashboard opens with their states. */
  private watch(): void {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    // A policy of our own takes the place of the one that lets the account's services publish: alarms need their line.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    new CfnOutput(this, 'AlarmsTopic', { value: topic.topicArn });
    for (const alarm of this.alarms) alarm.addAlarmAction(new SnsAction(topic));
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [new AlarmStatusWidget({ title: 'What is at stake', alarms: this.alarms, width: 24, height: 6 })],
        [
          new GraphWidget({
            title: 'Dead letters and failed jobs',
            width: 24,
            left: this.alarms.map((alarm) => alarm.metric),
          }),
        ],
      ],
    });
  }
}

const pascal = (name: string): string =>
  name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
