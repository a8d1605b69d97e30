import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type ITable,
} from 'aws-cdk-lib/aws-dynamodb';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  type CfnBucket,
} from 'aws-cdk-lib/aws-s3';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ANSWERS, EVIDENCE, INBOX, INDEXES, indexName, UPLOADS } from '../shared/kernel/storage.ts';
import { acknowledgeAll, acknowledgeDecisions } from './acknowledge.ts';

export interface DataProps extends StackProps {
  /** SES puts mails into the bucket. */
  readonly receives: boolean;
  /** A table that was restored to a point in time, and its stream: it takes the place of the stack's own, which stays. */
  readonly restored?: { readonly table: string; readonly stream: string } | undefined;
}

/** What must outlive every deployment: retained on delete, never replaced. */
export class DataStack extends Stack {
  readonly table: ITable;
  readonly bucket: Bucket;
  readonly secrets: { providers: Secret; linkKey: Secret; sealKey: Secret };
  /** Whom every alarm tells. Whoever is on call subscribes once, whatever is deployed after it. */
  readonly alarms: Topic;

  constructor(scope: Construct, id: string, { restored, receives, ...props }: DataProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const books = new Table(this, 'Books', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'ttl',
      removalPolicy: RemovalPolicy.RETAIN,
      deletionProtection: true,
    });
    for (const index of INDEXES)
      books.addGlobalSecondaryIndex({
        indexName: indexName(index),
        projectionType: ProjectionType.KEYS_ONLY,
        partitionKey: { name: `${index}p`, type: AttributeType.STRING },
        sortKey: { name: `${index}s`, type: AttributeType.STRING },
      });
    this.table = restored ? this.adopted(books, restored.table, restored.stream) : books;
    const secure = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      versioned: true,
    };
    const accessLogs = new Bucket(this, 'AccessLogs', secure);
    this.bucket = new Bucket(this, 'Documents', {
      ...secure,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'documents/',
    });
    // The resource itself says it: CDK's own switch would deploy a function of its own for it.
    (this.bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    if (receives) this.takeMails();
    this.takeFiles();
    // Who asked has the answer, and asks again.
    this.bucket.addLifecycleRule({
      prefix: ANSWERS,
      expiration: Duration.days(7),
      noncurrentVersionExpiration: Duration.days(1),
    });
    // Long files go up in parts, and who is killed meanwhile ends nothing.
    this.bucket.addLifecycleRule({ abortIncompleteMultipartUploadAfter: Duration.days(1) });
    acknowledgeDecisions(this);
    acknowledgeAll(
      this,
      ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'],
      'Providers’ keys are rotated at the provider; the link key must not rotate by itself, because it would revoke every link that was mailed, nor the seal key, because what it sealed would be lost.',
    );
    this.secrets = {
      providers: new Secret(this, 'Providers', {
        description:
          'Payment providers by tenant: { "<tenant>": { "stripe": { "apiKey", "webhookSecret" } } }',
        generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'unused' },
        removalPolicy: RemovalPolicy.RETAIN,
      }),
      linkKey: new Secret(this, 'LinkKey', {
        description:
          'Payment links are derived from this key: changing it revokes every link that was mailed.',
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
        removalPolicy: RemovalPolicy.RETAIN,
      }),
      sealKey: new Secret(this, 'SealKey', {
        description:
          'Signing secrets of partners are sealed in the table by this key: without it they all have to be made anew.',
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
        removalPolicy: RemovalPolicy.RETAIN,
      }),
    };
    new CfnOutput(this, 'DocumentsBucket', { value: this.bucket.bucketName });
    new CfnOutput(this, 'ProvidersSecret', { value: this.secrets.providers.secretArn });
    this.alarms = new Topic(this, 'Alarms', { enforceSSL: true });
    // A policy of our own takes the place of the one that lets the account's services publish: alarms need their line.
    this.alarms.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.alarms.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    new CfnOutput(this, 'AlarmsTopic', { value: this.alarms.topicArn });
  }

  /** SES of this account, into its one folder; what no company took from there goes after a month. */
  private takeMails(): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(`${INBOX}*`)],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    this.bucket.addLifecycleRule({
      prefix: INBOX,
      expiration: Duration.days(30),
      noncurrentVersionExpiration: Duration.days(1),
    });
  }

  /** Nothing of what was uploaded and not taken in stays, nor of what was taken away. */
  private takeFiles(): void {
    const noncurrentVersionExpiration = Duration.days(1);
    this.bucket.addLifecycleRule({
      prefix: UPLOADS,
      expiration: Duration.days(2),
      noncurrentVersionExpiration,
    });
    this.bucket.addLifecycleRule({ prefix: EVIDENCE, noncurrentVersionExpiration });
  }

  private adopted(own: Table, tableName: string, tableStreamArn: string): ITable {
    // The App stack still uses these exports at the moment in which this stack is updated.
    for (const value of [own.tableName, own.tableArn, own.tableStreamArn!]) this.exportValue(value);
    return Table.fromTableAttributes(this, 'Restored', { tableName, tableStreamArn });
  }
}
