import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, Rule, type EventPattern } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { INBOX, UPLOADS } from '../shared/kernel/storage.ts';
import { acknowledgeDecisions } from './acknowledge.ts';
import type { ApiStack } from './api-stack.ts';
import { Overview } from './constructs/dashboard.ts';
import { MalwareScan } from './constructs/malware-scan.ts';
import { Mail } from './constructs/mail.ts';
import { Outbox } from './constructs/outbox.ts';
import { ServiceFunction, type Resources } from './constructs/service-function.ts';
import { Watch } from './constructs/watch.ts';
import { Worker } from './constructs/worker.ts';
import type { DataStack } from './data-stack.ts';
import type { JobsStack } from './jobs-stack.ts';
import { acknowledgeFolders, pascal, sandboxOriginsOf } from './stacks.ts';
import { admin, mailEvents, workers } from './wiring.ts';

export interface AppProps extends StackProps {
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly jobs: JobsStack;
  readonly mailDomain: string;
  /** Where answers to mails come in; none do where it is empty. */
  readonly replyDomain: string;
  /** `guardduty`, or empty where nobody looks for viruses in what customers upload. */
  readonly malwareScan: string;
}

/** What events set going, and what watches over all of it; made by walking wiring.ts. */
export class AppStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { data, api, jobs, mailDomain, replyDomain, malwareScan, ...props }: AppProps,
  ) {
    super(scope, id, props);
    acknowledgeDecisions(this);
    acknowledgeFolders(this, data);
    const bus = new EventBus(this, 'Bus');
    const mail = new Mail(
      this,
      'Mail',
      mailDomain,
      replyDomain === '' ? undefined : { domain: replyDomain, bucket: data.bucket.bucketName },
    ).resources;
    const resources: Resources = {
      table: data.table,
      bucket: data.bucket,
      bus,
      secrets: data.secrets,
      mail,
      publicUrl: api.publicUrl,
      malwareScan,
      sandboxOrigins: sandboxOriginsOf(this),
    };
    const outbox = new Outbox(this, 'Outbox', data.table, resources);
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
          detail: { mail: { tags: { 'ses:configuration-set': [mail.configuration] } } },
        },
      }),
    );
    for (const [name, files] of Object.entries(FILES)) {
      const reader = staff.find(({ node }) => node.id === name)!;
      const eventPattern = droppedIn(data.bucket.bucketName, files);
      reader.fedBy(new Rule(reader, 'Dropped', { eventBus: defaultBus, eventPattern }));
    }
    if (malwareScan !== '') {
      const reader = staff.find(({ node }) => node.id === 'ReadMail')!;
      const scan = new MalwareScan(this, 'MalwareScan', data.bucket);
      reader.fedBy(new Rule(reader, 'Scanned', { eventBus: defaultBus, eventPattern: scan.results }));
    }
    for (const [name, command] of Object.entries(admin)) {
      const { function: handler } = new ServiceFunction(this, pascal(name), command, resources);
      new CfnOutput(this, `${pascal(name)}Function`, { value: handler.functionName });
    }
    const watched = { api: api.gateway.api, table: data.table, configuration: mail.configuration };
    const watch = new Watch(this, 'Watch', {
      ...watched,
      authorizer: api.authorizer,
      alarms: [...staff.flatMap((worker) => worker.alarms), ...outbox.alarms, ...jobs.alarms],
      topic: data.alarms,
    });
    new Overview(this, 'Overview', { ...watched, workers: staff, alarms: watch.alarms });
  }
}

/** Who reads what is put into the bucket by others: statements by SFTP or a bank, mails by SES, files of disputes by customers. */
const FILES = { ReadStatement: ['*/drop/statements/*'], ReadMail: [`${INBOX}*`, `${UPLOADS}*`] };
/** By S3's own events. */
const droppedIn = (bucket: string, files: readonly string[]): EventPattern => ({
  source: ['aws.s3'],
  detailType: ['Object Created'],
  detail: { bucket: { name: [bucket] }, object: { key: files.map((wildcard) => ({ wildcard })) } },
});
