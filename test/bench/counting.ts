/** Looks into the local cloud from outside, as an operator does: how many things there are, and an object for the bucket. */
import { DynamoDBClient, ListTablesCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { World } from '../support/world.ts';

export class CountingClient {
  private readonly table: string;
  private readonly dynamo: DynamoDBClient;
  private readonly bucket: string;
  private readonly s3: S3Client;
  private constructor(table: string, dynamo: DynamoDBClient, bucket: string, s3: S3Client) {
    [this.table, this.dynamo, this.bucket, this.s3] = [table, dynamo, bucket, s3];
  }

  /** `url`: of an object, which says the bucket's name. */
  static async of({ cloud }: World, url: string): Promise<CountingClient> {
    const at = { endpoint: cloud.urls.aws, region: 'eu-central-1', credentials: cloud.credentials };
    const dynamo = new DynamoDBClient(at);
    const s3 = new S3Client({ ...at, forcePathStyle: true });
    const { TableNames = [] } = await dynamo.send(new ListTablesCommand({}));
    return new CountingClient(TableNames[0]!, dynamo, new URL(url).pathname.split('/')[1]!, s3);
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
          ExpressionAttributeValues: { ':list': { S: `acme#${list}` } },
          Select: 'COUNT',
          ExclusiveStartKey: start,
        }),
      );
      found += page.Count ?? 0;
      start = page.LastEvaluatedKey as typeof start;
    } while (start !== undefined);
    return found;
  }
  async drop(key: string, body: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body }));
  }
}
