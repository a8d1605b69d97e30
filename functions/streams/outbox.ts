import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { publish } from '../../shared/runtime/bus.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { factsIn } from '../../shared/runtime/outbox.ts';

export const handler = frame<DynamoDBStreamEvent, DynamoDBBatchResponse>(async ({ Records }) => {
  await publish(Records.flatMap(factsIn));
  return { batchItemFailures: [] };
});
