import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { INDEXES, indexName } from '../shared/kernel/storage.ts';
import { acknowledgeAll, acknowledgeDecisions } from './acknowledge.ts';

/** What must outlive every deployment: retained on delete, never replaced. */
export class DataStack extends Stack {
  readonly table: Table;
  readonly bucket: Bucket;
  readonly secrets: { providers: Secret; linkKey: Secret };

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    this.table = new Table(this, 'Books', {
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
      this.table.addGlobalSecondaryIndex({
        indexName: indexName(index),
        projectionType: ProjectionType.KEYS_ONLY,
        partitionKey: { name: `${index}p`, type: AttributeType.STRING },
        sortKey: { name: `${index}s`, type: AttributeType.STRING },
      });
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
    acknowledgeDecisions(this);
    acknowledgeAll(
      this,
      ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'],
      'Providers’ keys are rotated at the provider; the link key must not rotate by itself, because it would revoke every link that was mailed.',
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
    };
    new CfnOutput(this, 'ProvidersSecret', { value: this.secrets.providers.secretArn });
  }
}
