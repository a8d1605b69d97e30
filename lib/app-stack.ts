import { CfnOutput, CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { FOLDERS } from '../shared/kernel/storage.ts';
import { acknowledge, acknowledgeDecisions } from './acknowledge.ts';
import { Overview } from './constructs/dashboard.ts';
import { Gateway } from './constructs/http-api.ts';
import { Mail } from './constructs/mail.ts';
import { Outbox } from './constructs/outbox.ts';
import { Job } from './constructs/schedule.ts';
import { ServiceFunction, type Resources } from './constructs/service-function.ts';
import { Watch } from './constructs/watch.ts';
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
    const keys = this.routes(gateway, resources);
    const alarms: Alarm[] = [...new Outbox(this, 'Outbox', data.table, resources).alarms];
    const staff = Object.entries(workers).map(
      ([name, { on, impact, ...fn }]) =>
        new Worker(this, pascal(name), {
          fn,
          resources,
          bus,
          impact,
          pattern: { source: ['quittance'], detailType: on.map((type) => type.name) },
        }),
    );
    const { impact, ...fn } = mailEvents;
    const defaultBus = EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    staff.push(
      new Worker(this, 'MailEvents', {
        fn,
        resources,
        impact,
        bus: defaultBus,
        pattern: {
          source: ['aws.ses'],
          detail: { mail: { tags: { 'ses:configuration-set': [resources.mail.configuration] } } },
        },
      }),
    );
    for (const [name, job] of Object.entries(schedules))
      alarms.push(...new Job(this, pascal(name), job, resources).alarms);
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
    const { configuration } = resources.mail;
    const watched = { api: gateway.api, table: data.table, configuration };
    const watch = new Watch(this, 'Watch', {
      ...watched,
      authorizer: keys,
      alarms: [...staff.flatMap((worker) => worker.alarms), ...alarms],
    });
    new Overview(this, 'Overview', { ...watched, workers: staff, alarms: watch.alarms });
  }

  /** Answers the authorizer. */
  private routes(gateway: Gateway, resources: Resources): Function {
    const { function: keys } = new ServiceFunction(this, 'Authorizer', authorizer, resources);
    gateway.authorizedBy(keys);
    for (const [name, fn] of Object.entries(apis)) {
      const table = [...new Set([...(fn.uses.table ?? []), ...DOOR])];
      const behind = { ...fn, uses: { ...fn.uses, table } };
      const { function: handler } = new ServiceFunction(this, `${pascal(name)}Api`, behind, resources);
      for (const { method, path } of Object.values(fn.api))
        gateway.route(`${method.toUpperCase()} ${path}`, handler);
    }
    for (const [name, fn] of Object.entries(openRoutes)) {
      const { function: handler } = new ServiceFunction(this, pascal(name), fn, resources);
      for (const route of fn.routes) gateway.route(route, handler, true);
    }
    return keys;
  }
}

/** Every API counts the requests of its keys and keeps what it denied: `runtime/rate.ts`, `runtime/denied.ts`. */
const DOOR = ['PutItem', 'UpdateItem'] as const;

const pascal = (name: string): string =>
  name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
