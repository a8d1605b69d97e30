/** Writes and listings in DynamoDB's own expressions. Names are always placeholders, so no field is a reserved word. */
import type { QueryCommandInput, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { indexName, type Listing, type Write } from '../kernel/storage.ts';
import { env } from './env.ts';
import { toItem } from './item.ts';

const marshalled = { removeUndefinedValues: true } as const;

export const toTransact = (write: Write): TransactWriteItem => {
  const TableName = env('table');
  const { expression, values, names } = conditionOf(write);
  const condition = {
    ...(expression && {
      ConditionExpression: expression,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }),
  };
  if (write.put)
    return {
      Put: { TableName, Item: toItem(write.put), ...condition, ...placeholders(names, values) },
    };
  if (write.check)
    return {
      ConditionCheck: {
        TableName,
        Key: marshall(write.check),
        ConditionExpression: expression!,
        ...placeholders(names, values),
      },
    };
  const add = Object.entries(write.add ?? {});
  const set = Object.entries(write.set ?? {});
  const remove = write.remove ?? [];
  const at = (path: string, tag: string): string =>
    path
      .split('.')
      .map((part, index) => ((names[`#${tag}${index}`] = part), `#${tag}${index}`))
      .join('.');
  const clauses = [
    set.length > 0 &&
      `SET ${set.map(([path, value], index) => ((values[`:s${index}`] = value), `${at(path, `s${index}x`)} = :s${index}`)).join(', ')}`,
    add.length > 0 &&
      `ADD ${add.map(([path, value], index) => ((values[`:a${index}`] = value), `${at(path, `a${index}x`)} :a${index}`)).join(', ')}`,
    remove.length > 0 && `REMOVE ${remove.map((path, index) => at(path, `r${index}x`)).join(', ')}`,
  ].filter(Boolean);
  return {
    Update: {
      TableName,
      Key: marshall(write.update!),
      UpdateExpression: clauses.join(' '),
      ...condition,
      ...placeholders(names, values),
    },
  };
};

const placeholders = (names: Record<string, string>, values: Record<string, unknown>) => ({
  ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
  ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: marshall(values, marshalled) }),
});

const conditionOf = (
  write: Write,
): { expression?: string; names: Record<string, string>; values: Record<string, unknown> } => {
  const when = write.if;
  if (when === undefined) return { names: {}, values: {} };
  if (when === 'absent') return { expression: 'attribute_not_exists(pk)', names: {}, values: {} };
  if (when === 'present') return { expression: 'attribute_exists(pk)', names: {}, values: {} };
  if (when === 'absent-or-expired')
    return {
      expression: 'attribute_not_exists(pk) OR #ttl < :now',
      names: { '#ttl': 'ttl' },
      values: { ':now': Math.floor(Date.parse(write.now!) / 1000) },
    };
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const terms = Object.entries(when).map(([field, test], index) => {
    names[`#c${index}`] = field;
    values[`:c${index}`] = test.value;
    const term = `#c${index} ${test.is} :c${index}`;
    return test.orAbsent ? `(attribute_not_exists(#c${index}) OR ${term})` : term;
  });
  return { expression: terms.join(' AND '), names, values };
};

export const toQuery = (listing: Listing<unknown>): QueryCommandInput => {
  const [pk, sk] = listing.index === undefined ? ['pk', 'sk'] : [`${listing.index}p`, `${listing.index}s`];
  const { begins, from, to } = listing;
  const range =
    begins !== undefined
      ? ' AND begins_with(#s, :b)'
      : from !== undefined && to !== undefined
        ? ' AND #s BETWEEN :f AND :t'
        : to !== undefined
          ? ' AND #s <= :t'
          : from !== undefined
            ? ' AND #s >= :f'
            : '';
  return {
    TableName: env('table'),
    ...(listing.index !== undefined && { IndexName: indexName(listing.index) }),
    ...(listing.index === undefined && { ConsistentRead: true }),
    KeyConditionExpression: `#p = :p${range}`,
    ExpressionAttributeNames: { '#p': pk, ...(range && { '#s': sk }) },
    ExpressionAttributeValues: marshall(
      {
        ':p': listing.partition,
        ':b': begins,
        ':f': begins === undefined ? from : undefined,
        ':t': begins === undefined ? to : undefined,
      },
      marshalled,
    ),
    ScanIndexForward: listing.order !== 'newest first',
  };
};
