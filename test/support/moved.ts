/** What a company that moves needs of the local cloud: its table and bucket, and a way to have it gone from there. */
import { BatchWriteItemCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand, S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { enter, type House } from '../../bin/tool/house.ts';
import type { World } from './world.ts';

const placeOf = ({ cloud }: World) => ({
  endpoint: cloud.urls.aws,
  region: 'eu-central-1',
  credentials: cloud.credentials,
});
const bucketOf = ({ cloud }: World): string =>
  Object.entries(cloud.outputs).find(([name]) => name.endsWith('DocumentsBucket'))![1];

export const entered = (world: World): Promise<House> =>
  enter({ client: placeOf(world), deployment: 'Quittance-dev' }, { bucket: bucketOf(world) });

/** As if it had never been there. */
export const isGone = async (world: World, house: House, tenant: string): Promise<void> => {
  const [db, s3] = [
    new DynamoDBClient(placeOf(world)),
    new S3Client({ ...placeOf(world), forcePathStyle: true }),
  ];
  const { TableNames } = await db.send(new ListTablesCommand({}));
  const keys = [{ pk: '#TENANTS', sk: tenant }];
  for await (const { pk, sk } of house.items(tenant)) keys.push({ pk, sk });
  for (let at = 0; at < keys.length; at += 25) {
    const some = keys.slice(at, at + 25).map((key) => ({ DeleteRequest: { Key: marshall(key) } }));
    await db.send(new BatchWriteItemCommand({ RequestItems: { [TableNames![0]!]: some } }));
  }
  const Objects = [];
  for await (const { key } of house.objects(tenant)) Objects.push({ Key: key });
  if (Objects.length > 0)
    await s3.send(new DeleteObjectsCommand({ Bucket: bucketOf(world), Delete: { Objects } }));
  db.destroy();
  s3.destroy();
};
