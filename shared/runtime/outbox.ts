import type { DynamoDBRecord } from 'aws-lambda';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Envelope } from '../kernel/events.ts';

/** The facts that an act carries, in their order, as they go onto the bus. */
export const factsIn = ({ dynamodb }: DynamoDBRecord): Envelope[] =>
  dynamodb?.NewImage
    ? ((unmarshall(dynamodb.NewImage as Parameters<typeof unmarshall>[0])['events'] ?? []) as Envelope[])
    : [];
