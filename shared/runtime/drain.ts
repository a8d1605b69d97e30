/** Binds queue messages to actions: a refusal is parked with its code, a throw gives that record back to the queue. */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { Envelope, type EventType } from '../kernel/events.ts';
import type { Result } from '../kernel/result.ts';
import { idOfCause, instant, type Deps } from './context.ts';
import { frame } from './frame.ts';
import { log } from './log.ts';
import { commit } from './table.ts';

/** What a worker's action gets: the fact's data, its subject, and deps whose trace is the cause's. */
export type Reaction<S extends z.ZodType = z.ZodType> = (
  data: z.output<S>,
  deps: Deps,
  fact: Envelope,
) => Promise<Result<unknown>>;
export interface Reacts {
  readonly type: EventType;
  readonly react: Reaction;
}
export const on = <S extends z.ZodType>(type: EventType<string, S>, react: Reaction<S>): Reacts => ({
  type,
  react,
});

export const drain = (worker: string, reactions: readonly Reacts[]) => {
  const byType = new Map(reactions.map((reaction) => [reaction.type.name, reaction]));
  return drainRaw(async (body) => {
    const fact = Envelope.parse((body as { detail: unknown }).detail);
    const reaction = byType.get(fact.type);
    if (!reaction) throw new Error(`${worker} has no reaction to ${fact.type}`);
    const deps: Deps = {
      tenant: fact.tenant,
      actor: worker,
      trace: fact.traceid,
      now: instant(),
      ...(fact.restored && { restored: true }),
    };
    const result = await reaction.react(reaction.type.data.parse(fact.data), deps, fact);
    if (!result.ok) await park(worker, deps, fact, result);
  });
};

/** Each record on its own: what fails goes back alone, what succeeded does not come again. */
export const drainRaw = (handle: (body: unknown) => Promise<void>) =>
  frame<SQSEvent, SQSBatchResponse>(async ({ Records }) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const record of Records) {
      try {
        await handle(JSON.parse(record.body));
      } catch (error) {
        log.error('record.failed', error, {
          record: record.messageId,
          received: record.attributes.ApproximateReceiveCount,
        });
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  });

/** Work that was refused waits where people look: `${tenant}#PARKED`, newest first. Parking twice is parking once. */
const park = async (
  worker: string,
  deps: Deps,
  fact: Envelope,
  { code, detail }: { code: string; detail: string },
): Promise<void> => {
  log.warn('parked', { worker, code, fact: fact.id });
  const id = idOfCause('prk', fact.time, worker, fact.id);
  await commit(deps, { action: `${worker}.park` }, [
    {
      put: {
        pk: `${deps.tenant}#PARKED#${id}`,
        sk: 'PARKED',
        kind: 'parked',
        g1p: `${deps.tenant}#PARKED`,
        g1s: id,
        doc: { id, worker, code, detail, fact },
      },
      if: 'absent',
      clash: 'drain.parked',
      about: id,
    },
  ]);
};
