/** What the table's stream carries on to the bus. */
import type { DynamoDBRecord } from 'aws-lambda';
import type { Envelope, Fact } from '../kernel/events.ts';
import type { Item } from '../kernel/storage.ts';
import { fromItem } from './item.ts';

/** The facts that a new item carries, in their order, as they go onto the bus. */
export const factsIn = ({ dynamodb }: DynamoDBRecord): Envelope[] =>
  dynamodb?.NewImage ? factsOf(fromItem(dynamodb.NewImage as Parameters<typeof fromItem>[0])) : [];

/** The item keeps of each fact only what is its own; the rest of the envelope is the item's moment. */
export const factsOf = (item: Item): Envelope[] =>
  ((item['events'] ?? []) as Fact[]).map((fact, index) => ({
    specversion: '1.0',
    id: `${String(item['id'])}.${index}`,
    source: 'quittance',
    time: String(item['at']),
    tenant: item.pk.slice(0, item.pk.indexOf('#')),
    traceid: String(item['trace']),
    ...(item['restored'] === true && { restored: true }),
    ...fact,
  }));
