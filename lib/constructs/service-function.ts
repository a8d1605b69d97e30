import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { indexName } from '../../shared/kernel/storage.ts';
import { ENV } from '../../shared/runtime/env.ts';
import type { Fn } from '../uses.ts';
import { namespaceOf } from './alarms.ts';

/** What functions share; `mail` and `publicUrl` are texts because nothing is granted on them as constructs. */
export interface Resources {
  readonly table: ITable;
  readonly bucket: IBucket;
  /** Of the stack that has them. */
  readonly bus?: IEventBus;
  readonly secrets: { readonly providers: ISecret; readonly linkKey: ISecret; readonly sealKey: ISecret };
  readonly mail?: {
    readonly from: string;
    readonly identityArn: string;
    readonly configuration: string;
    readonly configurationArn: string;
    /** Empty where no mails come in. */
    readonly replyDomain: string;
  };
  readonly publicUrl: string;
  /** Who looks for viruses in what is uploaded; of the stack that says it. */
  readonly malwareScan?: string;
  /** Where a provider may answer although that is no public address. */
  readonly sandboxOrigins: string;
}

/** `functions/workers/issue-invoice.ts` is bundled into `dist/fn/workers-issue-invoice` by bin/build.ts. */
export const bundleOf = (entry: string): string =>
  entry
    .replace(/^functions\//, '')
    .replace(/\.ts$/, '')
    .replaceAll('/', '-');

/** A function with its own role: each `uses` is a grant of exactly those actions and the variable that the client reads. */
export class ServiceFunction extends Construct {
  readonly function: Function;

  constructor(scope: Construct, id: string, fn: Fn, resources: Resources) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.function = new Function(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(`dist/fn/${bundleOf(fn.entry)}`),
      handler: 'index.handler',
      memorySize: fn.memory ?? 512,
      timeout: Duration.seconds(fn.timeoutSeconds ?? 15),
      tracing: Tracing.DISABLED,
      environment: { NODE_OPTIONS: '--enable-source-maps', [ENV.metrics]: namespaceOf(this) },
      role,
      logGroup,
    });
    this.use(fn, resources);
  }

  private use(
    { uses }: Fn,
    { table, bucket, bus, secrets, mail, publicUrl, malwareScan, sandboxOrigins }: Resources,
  ): void {
    if (uses.table) {
      const resources = [table.tableArn];
      this.allow(
        uses.table.map((action) => `dynamodb:${action}`),
        resources,
      );
      if (uses.indexes)
        this.allow(
          ['dynamodb:Query'],
          uses.indexes.map((index) => `${table.tableArn}/index/${indexName(index)}`),
        );
      this.set(ENV.table, table.tableName);
    }
    if (uses.bucket) {
      for (const grant of uses.bucket) {
        const [action, folder] = grant.split(' ');
        this.allow([`s3:${action}`], [bucket.arnForObjects(`*/${folder}/*`)]);
      }
      this.set(ENV.bucket, bucket.bucketName);
    }
    for (const name of uses.secrets ?? []) {
      this.allow(['secretsmanager:GetSecretValue'], [secrets[name].secretArn]);
      this.set(ENV[name], secrets[name].secretArn);
    }
    if (uses.outward || uses.secrets?.includes('providers')) this.set(ENV.sandboxOrigins, sandboxOrigins);
    if (uses.bus) {
      if (!bus) throw new Error(`${this.node.path} has no bus in its stack`);
      this.allow(['events:PutEvents'], [bus.eventBusArn]);
      this.set(ENV.bus, bus.eventBusName);
    }
    if (uses.mail || uses.replies) {
      if (!mail) throw new Error(`${this.node.path} has no mail in its stack`);
      this.set(ENV.replyDomain, mail.replyDomain);
    }
    if (uses.mail && mail) {
      this.function.addToRolePolicy(
        new PolicyStatement({
          actions: ['ses:SendRawEmail'],
          resources: [mail.identityArn, mail.configurationArn],
          conditions: { StringEquals: { 'ses:FromAddress': mail.from } },
        }),
      );
      this.set(ENV.mailFrom, mail.from);
      this.set(ENV.mailConfiguration, mail.configuration);
    }
    if (uses.scans) this.set(ENV.malwareScan, malwareScan ?? '');
    if (uses.publicUrl) this.set(ENV.publicUrl, publicUrl);
  }

  /** These actions on these resources, and nothing that a grant of CDK would add. */
  allow(actions: string[], resources: string[]): void {
    this.function.addToRolePolicy(new PolicyStatement({ actions, resources }));
  }
  /** A variable that code reads, see runtime/env.ts. */
  set(name: string, value: string): void {
    this.function.addEnvironment(name, value);
  }
}
