import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { publish } from '../../shared/runtime/bus.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { log } from '../../shared/runtime/log.ts';
import { factsIn } from '../../shared/runtime/outbox.ts';
import { lineUp } from '../../shared/webhooks/actions.ts';

export const handler = frame<DynamoDBStreamEvent, DynamoDBBatchResponse>(async ({ Records }) => {
  const facts = Records.flatMap(factsIn);
  // First the lines, then what follows from the facts: whatever that announces comes into its line after them.
  const wakes = await lineUp(facts);
  await publish([...facts, ...wakes]);
  log.info('announced', {
    facts: facts.length,
    traces: [...new Set(facts.map(({ traceid }) => traceid))].join(' '),
  });
  return { batchItemFailures: [] };
});
