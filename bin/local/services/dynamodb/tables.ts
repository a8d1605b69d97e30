/** Tables of the template: made once, then only extended. A change that would need a new table is refused. */
import type { Made } from '../../seam.ts';
import type { Engine } from './engine.ts';

export interface TableOptions {
  engine: Engine;
  /** `arn:…:dynamodb:region:account`. */
  prefix: string;
}

export interface Table {
  name: string;
  made: Made;
  ttlAttribute: string | undefined;
  /** The database's own name of the stream. */
  streamArn: string | undefined;
}

interface Index {
  IndexName: string;
  KeySchema: unknown;
  Projection?: unknown;
}
interface Description {
  KeySchema: unknown;
  TableId?: string;
  GlobalSecondaryIndexes?: Index[];
  LatestStreamArn?: string;
  LatestStreamLabel?: string;
  StreamSpecification?: { StreamEnabled: boolean };
}
type Properties = Record<string, unknown>;

/** Honoured, or (backups, encryption, capacity, tags) without effect on one machine. */
export const TABLE_PROPERTIES = [
  'AttributeDefinitions',
  'BillingMode',
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'OnDemandThroughput',
  'PointInTimeRecoverySpecification',
  'ProvisionedThroughput',
  'SSESpecification',
  'StreamSpecification',
  'TableClass',
  'TableName',
  'Tags',
  'TimeToLiveSpecification',
];
export const GLOBAL_TABLE_PROPERTIES = [
  ...TABLE_PROPERTIES.filter((name) => !['Tags', 'TableClass', 'OnDemandThroughput'].includes(name)),
  'Replicas',
  'WarmThroughput',
  'WriteOnDemandThroughputSettings',
  'WriteProvisionedThroughputSettings',
];

export const makeTable = async (
  options: TableOptions,
  id: string,
  properties: Properties,
): Promise<Table> => {
  const { engine, prefix } = options;
  const replicas = properties['Replicas'] as unknown[] | undefined;
  if (replicas && replicas.length > 1) throw new Error('a table with several replicas is not known here');
  const name = String(properties['TableName'] ?? id);
  const wanted = creation(name, properties);
  const found = await describe(engine, name);
  if (found) await extend(engine, { name, wanted, found });
  else await engine.call('CreateTable', wanted);
  const ttl = properties['TimeToLiveSpecification'] as
    | { AttributeName?: string; Enabled: boolean }
    | undefined;
  const ttlAttribute = ttl?.Enabled === true ? ttl.AttributeName : undefined;
  if (ttlAttribute !== undefined) {
    const TimeToLiveSpecification = { AttributeName: ttlAttribute, Enabled: true };
    await engine.call('UpdateTimeToLive', { TableName: name, TimeToLiveSpecification });
  }
  const table = (await describe(engine, name))!;
  const streams = table.StreamSpecification?.StreamEnabled === true ? table : undefined;
  const arn = `${prefix}:table/${name}`;
  const attributes: Record<string, string> = { Arn: arn, TableId: table.TableId ?? name };
  if (streams?.LatestStreamLabel) attributes['StreamArn'] = `${arn}/stream/${streams.LatestStreamLabel}`;
  return { name, made: { ref: name, attributes }, ttlAttribute, streamArn: streams?.LatestStreamArn };
};

interface Creation {
  TableName: string;
  AttributeDefinitions: unknown;
  KeySchema: unknown;
  BillingMode: string;
  LocalSecondaryIndexes: unknown;
  GlobalSecondaryIndexes?: Index[] | undefined;
  StreamSpecification?: unknown;
}

const creation = (name: string, properties: Properties): Creation => {
  const stream = properties['StreamSpecification'] as { StreamViewType: string } | undefined;
  const global = properties['GlobalSecondaryIndexes'] as Index[] | undefined;
  return {
    TableName: name,
    AttributeDefinitions: properties['AttributeDefinitions'],
    KeySchema: properties['KeySchema'],
    // Capacity is never short on one machine.
    BillingMode: 'PAY_PER_REQUEST',
    LocalSecondaryIndexes: properties['LocalSecondaryIndexes'],
    GlobalSecondaryIndexes: global?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
  };
};

const describe = async (engine: Engine, name: string): Promise<Description | undefined> => {
  try {
    return (await engine.call<{ Table: Description }>('DescribeTable', { TableName: name })).Table;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

const extend = async (
  engine: Engine,
  { name, wanted, found }: { name: string; wanted: Creation; found: Description },
): Promise<void> => {
  if (keys(wanted.KeySchema) !== keys(found.KeySchema))
    throw new Error(`the key of the table ${name} changed: its data would be lost`);
  const update = (change: object) =>
    engine.call('UpdateTable', {
      TableName: name,
      AttributeDefinitions: wanted.AttributeDefinitions,
      ...change,
    });
  const existing = found.GlobalSecondaryIndexes ?? [];
  const indexes = wanted.GlobalSecondaryIndexes ?? [];
  const same = (a: Index) => (b: Index) =>
    a.IndexName === b.IndexName && keys(a.KeySchema) === keys(b.KeySchema);
  for (const old of existing.filter((index) => !indexes.some(same(index))))
    await update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: old.IndexName } }] });
  for (const index of indexes.filter((each) => !existing.some(same(each))))
    await update({ GlobalSecondaryIndexUpdates: [{ Create: index }] });
  if (wanted.StreamSpecification && !found.StreamSpecification?.StreamEnabled)
    await update({ StreamSpecification: wanted.StreamSpecification });
};

const keys = (schema: unknown): string =>
  (schema as { AttributeName: string; KeyType: string }[])
    .map(({ AttributeName, KeyType }) => `${KeyType}:${AttributeName}`)
    .toSorted()
    .join(' ');
