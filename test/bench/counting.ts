/** Looks into the local cloud from outside, as an operator does: how many things there are, and an object for the bucket. */
import { DynamoDBClient, ListTablesCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { TENANT } from '../../bin/demo/company.ts';
import type { System } from './system.ts';

export class CountingClient {
  private readonly table: string;
  private readonly dynamo: DynamoDBClient;
  private readonly bucket: string;
  private readonly s3: S3Client;
  private constructor(table: string, dynamo: DynamoDBClient, bucket: string, s3: S3Client) {
    [this.table, this.dynamo, this.bucket, this.s3] = [table, dynamo, bucket, s3];
  }

  static async of({ urls, outputs, credentials }: System): Promise<CountingClient> {
    const at = { endpoint: urls.aws, region: 'eu-central-1', credentials };
    const dynamo = new DynamoDBClient(at);
    const s3 = new S3Client({ ...at, forcePathStyle: true });
    const { TableNames = [] } = await dynamo.send(new ListTablesCommand({}));
    const bucket = Object.entries(outputs).find(([name]) => name.includes('RefDocuments'))![1];
    return new CountingClient(
      TableNames.find((name) => name.includes('Books'))!,
      dynamo,
      bucket,
      s3,
    );
  }

  /** Of a list of the tenant, by its index. */
  async count(list: string): Promise<number> {
    let found = 0;
    let start: Record<string, never> | undefined;
    do {
      const page = await this.dynamo.send(
        new QueryCommand({
          TableName: this.table,
          IndexName: 'by-g1',
          KeyConditionExpression: 'g1p = :list',
          ExpressionAttributeValues: { ':list': { S: `${TENANT}#${list}` } },
          Select: 'COUNT',
          ExclusiveStartKey: start,
        }),
      );
      found += page.Count ?? 0;
      start = page.LastEvaluatedKey as typeof start;
    } while (start !== undefined);
    return found;
  }
  async drop(name: string, body: string): Promise<void> {
    const Key = `${TENANT}/drop/statements/${name}`;
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body: body }));
  }
}
