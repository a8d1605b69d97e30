/** Which permissions a DynamoDB request needs: those that AWS asks for, table by table and item by item. */
import type { Access } from '../../seam.ts';

export interface Operation {
  name: string;
  accesses: Access[];
  /** Names of the tables that it may change. */
  writes: string[];
}

interface Input {
  TableName?: string;
  IndexName?: string;
  StreamArn?: string;
  ShardIterator?: string;
  ResourceArn?: string;
  RequestItems?: Record<string, unknown>;
  TransactItems?: Record<string, { TableName: string }>[];
}

const READS = [
  'GetItem',
  'Query',
  'Scan',
  'DescribeTable',
  'DescribeTimeToLive',
  'DescribeContinuousBackups',
];
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];
const TABLES = ['CreateTable', 'UpdateTable', 'DeleteTable', 'UpdateTimeToLive'];
const STREAMS = ['DescribeStream', 'GetShardIterator', 'GetRecords'];
/** The member of a transaction → the permission that AWS checks for it. */
const MEMBERS: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/**
 * Reads the request. `prefix` is `arn:…:dynamodb:region:account`. Throws for an operation that is not known.
 */
export const operationOf = (target: string, body: Buffer, prefix: string): Operation => {
  const name = target.slice(target.indexOf('.') + 1);
  const input = JSON.parse(body.toString()) as Input;
  const table = (each: string) => (each.startsWith('arn:') ? each : `${prefix}:table/${each}`);
  const one = (resource: string, action = name): Access[] => [{ action: `dynamodb:${action}`, resource }];
  if (READS.includes(name)) {
    const index = input.IndexName === undefined ? '' : `/index/${input.IndexName}`;
    return { name, accesses: one(table(input.TableName ?? '') + index), writes: [] };
  }
  if (WRITES.includes(name)) {
    const table_ = input.TableName ?? '';
    return { name, accesses: one(table(table_)), writes: [table_] };
  }
  if (name === 'TransactWriteItems' || name === 'TransactGetItems') return transaction(name, input, table);
  if (name === 'BatchGetItem' || name === 'BatchWriteItem') {
    const tables = Object.keys(input.RequestItems ?? {});
    const accesses = tables.flatMap((each) => one(table(each)));
    return { name, accesses, writes: name === 'BatchWriteItem' ? tables : [] };
  }
  if (TABLES.includes(name)) return { name, accesses: one(table(input.TableName ?? '')), writes: [] };
  if (STREAMS.includes(name)) {
    return { name, accesses: one(input.StreamArn ?? `${prefix}:table/*/stream/*`), writes: [] };
  }
  if (name === 'ListTables' || name === 'ListStreams') return { name, accesses: one('*'), writes: [] };
  throw new Error(`dynamodb: the operation ${name} is not known to the local cloud`);
};

const transaction = (name: string, input: Input, table: (name: string) => string): Operation => {
  const seen = new Map<string, Access>();
  const writes = new Set<string>();
  for (const item of input.TransactItems ?? []) {
    for (const [member, { TableName }] of Object.entries(item)) {
      const action = MEMBERS[member];
      if (!action) throw new Error(`dynamodb: a transaction has no ${member}`);
      const access = { action: `dynamodb:${action}`, resource: table(TableName) };
      seen.set(`${access.action} ${access.resource}`, access);
      if (member !== 'Get' && member !== 'ConditionCheck') writes.add(TableName);
    }
  }
  return { name, accesses: [...seen.values()], writes: [...writes] };
};
