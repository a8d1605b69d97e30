/** Announces what commits recorded: the outbox function reads the table's stream and hands every event to the bus. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Envelope } from '../kernel/events.ts';
import { env } from './env.ts';
import { patience } from './patience.ts';

const client = /* @__PURE__ */ new EventBridgeClient({
  maxAttempts: 5,
  requestHandler: /* @__PURE__ */ patience(3),
});

/** Ten at a time, as the service takes them. Throws when any was not taken; the stream then brings all again. */
export const publish = async (facts: readonly Envelope[]): Promise<void> => {
  for (let from = 0; from < facts.length; from += 10) {
    const batch = facts.slice(from, from + 10);
    const { FailedEntryCount } = await client.send(
      new PutEventsCommand({
        Entries: batch.map((fact) => ({
          EventBusName: env('bus'),
          Source: fact.source,
          DetailType: fact.type,
          Time: new Date(fact.time),
          Detail: JSON.stringify(fact),
        })),
      }),
    );
    if (FailedEntryCount)
      throw new Error(`${FailedEntryCount} of ${batch.length} events were not taken by the bus`);
  }
};
