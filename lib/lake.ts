/** The lake for Athena: a database and a table of AWS Glue over the files of every company, and a workgroup with limits for who asks them. */
import { Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { nameOf, type Column } from '../shared/exports/columns.ts';
import { LEDGER_LINES, partitionOf } from '../shared/exports/lake.ts';
import { ANSWERS } from '../shared/kernel/storage.ts';

const TYPES: Readonly<Record<Column['is'], string>> = {
  text: 'string',
  date: 'date',
  money: 'bigint',
  integer: 'int',
  decimal: 'decimal(18,2)',
};
/** A question that reads more is ended: ten gigabytes are five cents. */
const MOST_BYTES = 10_000_000_000;

export class Lake extends Construct {
  constructor(scope: Construct, id: string, bucket: IBucket) {
    super(scope, id);
    const catalogId = Stack.of(this).account;
    const name = Stack.of(this).stackName.toLowerCase().replaceAll('-', '_');
    const database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: { name, description: 'Ledger lines of all companies. Say tenant and legal_entity.' },
    });
    const table = new CfnTable(this, 'LedgerLines', {
      catalogId,
      databaseName: name,
      tableInput: {
        name: 'ledger_lines',
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: ['tenant', 'legal_entity', 'month'].map((key) => ({ name: key, type: 'string' })),
        parameters: {
          classification: 'parquet',
          EXTERNAL: 'TRUE',
          'projection.enabled': 'true',
          // No question reads the files of a company that it does not name.
          'projection.tenant.type': 'injected',
          'projection.legal_entity.type': 'injected',
          'projection.month.type': 'date',
          'projection.month.format': 'yyyy-MM',
          'projection.month.range': '2015-01,NOW+13MONTHS',
          'projection.month.interval': '1',
          'projection.month.interval.unit': 'MONTHS',
          'storage.location.template': `s3://${bucket.bucketName}/${partitionOf('${tenant}', '${legal_entity}', '${month}')}`,
        },
        storageDescriptor: {
          location: `s3://${bucket.bucketName}/`,
          columns: LEDGER_LINES.map((column) => ({ name: nameOf(column), type: TYPES[column.is] })),
          inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        },
      },
    });
    table.addResourceDependency(database);
    new CfnWorkGroup(this, 'Questions', {
      name: Stack.of(this).stackName,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        bytesScannedCutoffPerQuery: MOST_BYTES,
        publishCloudWatchMetricsEnabled: true,
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/${ANSWERS}`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
  }
}
