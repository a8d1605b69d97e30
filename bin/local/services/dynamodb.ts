/**
 * DynamoDB: the template's tables on a local database, calls passed through under the names and permissions
 * of AWS, streams that feed functions, and items that expire on the cloud's clock.
 */
import type { Cloud, EventSource, Provider, Service, WireRequest, WireResponse } from '../seam.ts';
import { operationOf } from './dynamodb/access.ts';
import type { Operation } from './dynamodb/access.ts';
import { engine as openEngine } from './dynamodb/engine.ts';
import type { Engine } from './dynamodb/engine.ts';
import { expiry } from './dynamodb/expiry.ts';
import { readMapping } from './dynamodb/mapping.ts';
import { reader } from './dynamodb/reader.ts';
import type { Reader } from './dynamodb/reader.ts';
import { GLOBAL_TABLE_PROPERTIES, makeTable, TABLE_PROPERTIES } from './dynamodb/tables.ts';
import type { Table } from './dynamodb/tables.ts';

export interface DynamoDB extends Service, EventSource {
  readonly engine: Engine;
  /** Milliseconds by which a function is behind its stream; undefined where it has none. */
  iteratorAge(functionName: string): number | undefined;
}

export const dynamodb = (cloud: Cloud, { memory = false } = {}): DynamoDB => {
  const directory = cloud.stateDir('dynamodb');
  const engine = openEngine({ directory, memory, region: cloud.region, log: cloud.log });
  const prefix = `arn:${cloud.partition}:dynamodb:${cloud.region}:${cloud.accountId}`;
  const tables = new Map<string, Table>();
  const readers = new Map<string, Reader[]>();
  const fed = new Map<string, Reader>();
  const wake = (table: string) => {
    for (const each of readers.get(table) ?? []) each.wake();
  };
  const expiring = expiry({
    engine,
    clock: cloud.clock,
    readers: (table) => readers.get(table)?.length ?? 0,
    onDelete: wake,
  });
  const table: Provider['make'] = async (id, properties) => {
    const made = await makeTable({ engine, prefix }, id, properties);
    tables.set(made.name, made);
    const keys = (properties['KeySchema'] as { AttributeName: string }[]).map((key) => key.AttributeName);
    if (made.ttlAttribute !== undefined) expiring.watch(made.name, made.ttlAttribute, keys);
    return made.made;
  };
  const operations = new WeakMap<WireRequest, Operation>();
  const read = (request: WireRequest): Operation => {
    let operation = operations.get(request);
    if (!operation) {
      operation = operationOf(request.headers['x-amz-target'] ?? '', request.body, prefix);
      operations.set(request, operation);
    }
    return operation;
  };
  const all = () => [...readers.values()].flat();
  return {
    name: 'dynamodb',
    engine,
    provides: {
      'AWS::DynamoDB::Table': { properties: TABLE_PROPERTIES, make: table },
      'AWS::DynamoDB::GlobalTable': { properties: GLOBAL_TABLE_PROPERTIES, make: table },
    },
    iteratorAge: (functionName) => {
      const one = fed.get(functionName);
      return one && cloud.clock.now() - (one.behindSince() ?? cloud.clock.now());
    },
    access: (request) => read(request).accesses,
    handle: async (request) => {
      const { name, writes } = read(request);
      const response = await pass({ engine, tables, prefix }, request, name);
      for (const each of response.status === 200 ? writes : []) {
        wake(each);
        expiring.touched(each);
      }
      return response;
    },
    attach: (functionArn, properties) => {
      const mapping = readMapping(functionArn, properties);
      const [name = '', , label = ''] = mapping.streamArn.slice(`${prefix}:table/`.length).split('/');
      const sourceArn = tables.get(name)?.streamArn;
      if (sourceArn === undefined || !sourceArn.endsWith(label))
        throw new Error(`there is no stream ${mapping.streamArn}`);
      const options = { cloud, engine, mapping, sourceArn, table: name, expired: expiring.expired };
      const one = reader(memory ? options : { ...options, directory });
      readers.set(name, [...(readers.get(name) ?? []), one]);
      fed.set(functionArn.split(':').at(-1) ?? '', one);
    },
    busy: () => all().flatMap((each) => each.busy()),
    start: async () => {
      for (const each of all()) await each.start();
    },
    stop: async () => {
      for (const each of all()) each.stop();
      await engine.stop();
    },
  };
};

interface Passage {
  engine: Engine;
  tables: ReadonlyMap<string, Table>;
  prefix: string;
}

/**
 * Operations whose answers and requests name things by ARN; the others carry data and are not looked into.
 */
const NAMING = /Table|Stream|ShardIterator|TimeToLive/;

const pass = async (
  { engine, tables, prefix }: Passage,
  request: WireRequest,
  name: string,
): Promise<WireResponse> => {
  const target = request.headers['x-amz-target'] ?? '';
  const naming = NAMING.test(name);
  let { body } = request;
  if (naming) {
    let text = body.toString();
    for (const { made, streamArn } of tables.values()) {
      const ours = made.attributes['StreamArn'];
      if (ours !== undefined && streamArn !== undefined) text = text.replaceAll(ours, streamArn);
    }
    body = Buffer.from(text);
  }
  try {
    const answer = await engine.send(target, body);
    const headers: Record<string, string> = { 'content-type': 'application/x-amz-json-1.0' };
    if (naming) {
      const text = answer.body.toString().replaceAll(/arn:aws:dynamodb:[^:"]*:\d*(?=:table)/g, prefix);
      return { status: answer.status, headers, body: text };
    }
    const crc = answer.headers['x-amz-crc32'];
    if (crc !== undefined) headers['x-amz-crc32'] = crc;
    return { status: answer.status, headers, body: answer.body };
  } catch (error) {
    // The database died in the middle: whether it wrote is unknown, which is what a 500 of AWS means.
    const message = `The database did not answer: ${String(error)}`;
    const body = JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message });
    return { status: 500, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
  }
};
