/** What a trace left in the books, from the raw acts: for support, who has an id from a partner or a customer. */
import {
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  QueryCommand,
  type AttributeValue,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { invoiceById } from '../../shared/invoices/store.ts';
import { monthOf, monthsBetween } from '../../shared/kernel/dates.ts';
import type { Item, Key, Read } from '../../shared/kernel/storage.ts';
import { documentByNumber } from '../../shared/numbering/store.ts';
import { orderById } from '../../shared/orders/store.ts';
import { paymentById } from '../../shared/payments/store.ts';
import { fromItem } from '../../shared/runtime/item.ts';
import { Problem, type Place } from './place.ts';

export interface Act {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly trace: string;
  readonly events?: readonly { readonly type: string; readonly subject: string }[];
  readonly entry?: {
    readonly currency: string;
    readonly lines: readonly { account: string; minor: number }[];
  };
}
export interface Books {
  item(key: Key): Promise<Item | undefined>;
  partition(pk: string): Promise<Item[]>;
  /** Acts of a month, with or without entries, that the trace leads to. */
  acts(month: string, trace: string): Promise<Act[]>;
  close(): void;
}

export const openBooks = async ({ client, deployment }: Place, tenant: string): Promise<Books> => {
  const dynamodb = new DynamoDBClient(client);
  const tables = (await dynamodb.send(new ListTablesCommand({}))).TableNames ?? [];
  const TableName = tables.find((name) => name.startsWith(`${deployment}-Data-Books`));
  if (TableName === undefined)
    throw new Problem(
      `No table begins with ${deployment}-Data-Books: is the stage deployed, in this account and region?`,
    );
  /** Every item of a partition that the filter lets through. */
  const query = async (pk: string, filter: Partial<QueryCommandInput> = {}): Promise<Item[]> => {
    const found: Item[] = [];
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page = await dynamodb.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ...filter,
          ExpressionAttributeValues: { ...filter.ExpressionAttributeValues, ':pk': { S: pk } },
          ExclusiveStartKey: from,
        }),
      );
      found.push(...(page.Items ?? []).map((item) => fromItem(item)));
      from = page.LastEvaluatedKey;
    } while (from);
    return found;
  };
  return {
    item: async (key) => {
      const { Item: found } = await dynamodb.send(new GetItemCommand({ TableName, Key: marshall(key) }));
      return found && fromItem(found);
    },
    partition: (pk) => query(pk),
    acts: async (month, trace) => {
      const led = {
        FilterExpression: '#trace = :trace OR contains(traces, :trace)',
        ExpressionAttributeNames: { '#trace': 'trace' },
        ExpressionAttributeValues: { ':trace': { S: trace } },
      };
      const books = ['ACTS', 'BOOK'].map((book) => query(`${tenant}#${book}#${month}`, led));
      return (await Promise.all(books)).flat() as unknown as Act[];
    },
    close: () => dynamodb.destroy(),
  };
};

/** The trace of whatever the id names, and a day before which nothing of it can have happened. */
export const traceOf = async (
  books: Books,
  tenant: string,
  id: string,
): Promise<{ trace: string; since?: string }> => {
  if (/^[0-9a-f]{32}$/.test(id)) return { trace: id };
  const read = async <T>({ key, parse }: Read<T>): Promise<T> => {
    const item = await books.item(key);
    if (!item) throw new Problem(`${tenant} has nothing called ${id}.`);
    return parse(item);
  };
  const named = async (): Promise<{ trace?: string | undefined; at: string }> => {
    if (id.startsWith('ord_')) return on(await read(orderById(tenant, id)), 'placedAt');
    if (id.startsWith('pay_')) return on(await read(paymentById(tenant, id)), 'receivedAt');
    const invoiceId = id.startsWith('inv_') ? id : await read(documentByNumber(tenant, id));
    const { trace, orderId, issuedAt } = await read(invoiceById(tenant, invoiceId));
    return {
      trace,
      at: orderId === undefined ? issuedAt : (await read(orderById(tenant, orderId))).placedAt,
    };
  };
  const { trace, at } = await named();
  if (trace === undefined) throw new Problem(`${id} is older than traces are kept.`);
  return { trace, since: at.slice(0, 10) };
};
const on = <K extends string>(doc: { trace?: string | undefined } & Record<K, string>, field: K) => ({
  trace: doc.trace,
  at: doc[field],
});

/** Lines in order of time: every act with its events and its entry, and the documents, attempts and mails of its invoices. */
export const timeline = async (
  books: Books,
  tenant: string,
  trace: string,
  since: string,
  until: string,
): Promise<string[]> => {
  const acts: Act[] = [];
  for (const month of monthsBetween(monthOf(since), monthOf(until)))
    acts.push(...(await books.acts(month, trace)));
  const invoices = new Set(
    acts.flatMap(({ events = [] }) =>
      events.filter(({ type }) => type === 'invoice.issued').map(({ subject }) => subject),
    ),
  );
  const beside: string[] = [];
  for (const invoice of invoices)
    for (const item of await books.partition(invoiceById(tenant, invoice).key.pk))
      beside.push(...progressOf(item, invoice));
  return [...acts.map((act) => actRow(act, trace)), ...beside].sort(byTime);
};

interface Progress {
  readonly id: string;
  readonly provider: string;
  readonly createdAt: string;
  readonly history: readonly { state: string; at: string }[];
}
/** What is no act of its own: documents, attempts to pay, and how far the mail is. */
const progressOf = (item: Item, invoice: string): string[] => {
  const { id, provider, createdAt, history } = (item['doc'] ?? {}) as Progress;
  if (item.kind === 'documents') return [row(String(item['at']), 'documents rendered', 'of', invoice)];
  if (item.kind === 'attempt') return [row(createdAt, 'payment begun', provider, id)];
  return item.kind === 'mail'
    ? history.map(({ state, at }) => row(at, `mail ${state.toLowerCase()}`, 'of', invoice))
    : [];
};

/** By the instant alone: what happened in the same one stays in the order of the books. */
const byTime = (a: string, b: string): number => {
  const [at, bt] = [a.slice(0, 23), b.slice(0, 23)];
  return at < bt ? -1 : at > bt ? 1 : 0;
};

const actRow = ({ at, action, actor, trace: own, events = [], entry }: Act, trace: string): string => {
  const facts = events.map(({ type, subject }) => `${type} ${subject}`);
  const moved = entry?.lines.map(({ account, minor }) => `${account} ${minor}`).join(', ');
  const parts = [...facts, ...(entry ? [`[${moved} ${entry.currency}]`] : [])];
  return row(at, action, actor, parts.join(' · ') + (own === trace ? '' : `  (trace ${own})`));
};
const row = (at: string, what: string, who: string, more: string): string =>
  `${at.slice(0, 23).replace('T', ' ')}  ${what.padEnd(24)} ${who.padEnd(30)} ${more}`.trimEnd();
