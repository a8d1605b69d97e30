/** A worker's own queue: work that is to be done later comes back to it as a fact. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Fact } from '../kernel/events.ts';
import { newId, type Deps } from './context.ts';
import { env } from './env.ts';
import { patience } from './patience.ts';

const client = /* @__PURE__ */ new SQSClient({ maxAttempts: 5, requestHandler: /* @__PURE__ */ patience(3) });

/** The queue holds a message back for a quarter of an hour at most. Whoever waits for longer waits again. */
export const MOST_SECONDS = 600;

/** The fact comes to this worker after so many seconds, ten minutes at most. Once at least. */
export const postpone = async (deps: Deps, fact: Fact, seconds: number): Promise<void> => {
  const detail = {
    specversion: '1.0',
    id: `${newId('act')}.0`,
    source: 'quittance',
    time: deps.now,
    tenant: deps.tenant,
    traceid: deps.trace,
    ...fact,
  };
  await client.send(
    new SendMessageCommand({
      QueueUrl: env('retries'),
      MessageBody: JSON.stringify({ detail }),
      DelaySeconds: Math.max(0, Math.min(MOST_SECONDS, Math.ceil(seconds))),
    }),
  );
};
