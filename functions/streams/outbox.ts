import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { publish } from '../../shared/runtime/bus.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { log } from '../../shared/runtime/log.ts';
import { factsIn } from '../../shared/runtime/outbox.ts';
import { wanted } from '../../shared/webhooks/actions.ts';

export const handler = frame<DynamoDBStreamEvent, DynamoDBBatchResponse>(async ({ Records }) => {
  const facts = Records.flatMap(factsIn);
  await publish([...facts, ...(await wanted(facts))]);
  log.info('announced', {
    facts: facts.length,
    traces: [...new Set(facts.map(({ traceid }) => traceid))].join(' '),
  });
  return { batchItemFailures: [] };
});
