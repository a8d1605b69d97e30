/** Binds queue messages to actions: a refusal is parked with its code, a throw gives that record back to the queue. */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { Envelope, type EventType } from '../kernel/events.ts';
import type { Result } from '../kernel/result.ts';
import { besideOthers } from './beside.ts';
import { idOfCause, instant, type Deps } from './context.ts';
import { frame } from './frame.ts';
import { about, apart, log } from './log.ts';
import { measure } from './metrics.ts';
import { takeObject, type Objects } from './objects.ts';
import { commit } from './table.ts';

/** What a worker's action gets: the fact's data, its subject, and deps whose trace is the cause's. */
export type Reaction<S extends z.ZodType = z.ZodType> = (
  data: z.output<S>,
  deps: Deps,
  fact: Envelope,
) => Promise<Result<unknown>>;
/** The same beside the others of a batch; undefined where it has to wait for its turn, after all that could. */
export type Attempt<S extends z.ZodType = z.ZodType> = (
  ...asked: Parameters<Reaction<S>>
) => Promise<Result<unknown> | undefined>;
export interface Reacts {
  readonly type: EventType;
  readonly react: Reaction;
  readonly beside?: Attempt | undefined;
}
export const on = <S extends z.ZodType>(
  type: EventType<string, S>,
  react: Reaction<S>,
  beside?: Attempt<S>,
): Reacts => ({ type, react, beside });

/** Two slices that follow the same fact, one after the other: what the first refuses is parked, and the second is not asked. */
export const inTurn =
  <T, U>(
    first: (data: T, deps: Deps) => Promise<Result<unknown>>,
    second: (data: U, deps: Deps) => Promise<Result<unknown>>,
  ) =>
  async (data: T & U, deps: Deps): Promise<Result<unknown>> => {
    const done = await first(data, deps);
    return done.ok ? second(data, deps) : done;
  };

/** `objects`: what is done with a file that somebody put into the bucket, where the worker is told of such. */
export const drain = (worker: string, reactions: readonly Reacts[], objects?: Objects) => {
  const one = drainOne(worker, reactions, ({ react }) => react);
  const beside = drainOne(worker, reactions, (reaction) => reaction.beside);
  return drainRaw(
    async (body) => {
      if (!objects || !(await takeObject(worker, body, objects))) await one(body);
    },
    { beside: reactions.some((reaction) => reaction.beside) ? beside : undefined },
  );
};

/** Answers whether it was worked on, or parked. */
const drainOne = (
  worker: string,
  reactions: readonly Reacts[],
  of: (reaction: Reacts) => Attempt | undefined,
) => {
  const byType = new Map(reactions.map((reaction) => [reaction.type.name, reaction]));
  return async (body: unknown): Promise<boolean> => {
    const fact = factIn(body);
    const reaction = byType.get(fact.type);
    if (!reaction) throw new Error(`${worker} has no reaction to ${fact.type}`);
    const deps = depsOf(worker, fact);
    about({ tenant: deps.tenant, trace: deps.trace, fact: fact.type, subject: fact.subject });
    const result = await of(reaction)?.(reaction.type.data.parse(fact.data), deps, fact);
    if (!result) return false;
    if (!result.ok) await park(worker, deps, fact, result);
    else log.info('worked');
    return true;
  };
};

/**
 * The same for one type whose facts are cheaper done together: `together` does a whole batch or answers false (or throws),
 * and then each record is worked on its own.
 */
export const drainTogether = <S extends z.ZodType>(
  worker: string,
  type: EventType<string, S>,
  react: Reaction<S>,
  together: (asked: { data: z.output<S>; deps: Deps }[]) => Promise<boolean>,
) =>
  drainRaw(
    drainOne(worker, [on(type, react)], (reaction) => reaction.react),
    {
      together: async (bodies) => {
        const facts = bodies.map(factIn);
        return together(
          facts.map((fact) => ({ data: type.data.parse(fact.data), deps: depsOf(worker, fact) })),
        );
      },
    },
  );

const factIn = (body: unknown): Envelope => Envelope.parse((body as { detail: unknown }).detail);
const depsOf = (worker: string, fact: Envelope): Deps => ({
  tenant: fact.tenant,
  actor: worker,
  trace: fact.traceid,
  now: instant(),
  ...(fact.restored && { restored: true }),
});

type Record = SQSEvent['Records'][number];
interface Batches {
  /** Works on a whole batch or answers false, and then each record is worked on alone. */
  readonly together?: (bodies: unknown[]) => Promise<boolean>;
  /** Works on a record beside the others or answers false, and then it is worked on when they are done. */
  readonly beside?: ((body: unknown) => Promise<boolean>) | undefined;
}

/** Each record on its own: what fails goes back alone, what succeeded does not come again. */
export const drainRaw = (handle: (body: unknown) => Promise<unknown>, { together, beside }: Batches = {}) =>
  frame<SQSEvent, SQSBatchResponse>(async ({ Records }) => {
    const many = Records.length > 1;
    if (together && many && (await allAtOnce(Records, together))) return { batchItemFailures: [] };
    const failed = new Set<Record>();
    const tried = async (record: Record, act: (body: unknown) => Promise<unknown>): Promise<unknown> => {
      const { messageId, body, attributes } = record;
      about({ ...UNKNOWN, record: messageId, received: Number(attributes.ApproximateReceiveCount) });
      try {
        return await act(JSON.parse(body));
      } catch (error) {
        log.error('record.failed', error);
        return failed.add(record);
      }
    };
    const left = beside && many ? await leftBy(Records, (record) => tried(record, beside)) : Records;
    for (const record of left) await tried(record, handle);
    return { batchItemFailures: [...failed].map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });

/** All at once; the ones that could not be worked on so, in their order. */
const leftBy = async (records: readonly Record[], attempt: (record: Record) => Promise<unknown>) => {
  const done = await besideOthers(() => Promise.all(records.map((record) => apart(() => attempt(record)))));
  return records.filter((_, at) => done[at] === false);
};

const allAtOnce = async (
  records: SQSEvent['Records'],
  together: (bodies: unknown[]) => Promise<boolean>,
): Promise<boolean> => {
  try {
    return await together(records.map(({ body }) => JSON.parse(body) as unknown));
  } catch (error) {
    log.error('batch.failed', error, { records: records.length });
    return false;
  }
};

/** What the record before was about is not what this one is about. */
const UNKNOWN = {
  tenant: undefined,
  trace: undefined,
  fact: undefined,
  subject: undefined,
  mail: undefined,
} as const;

/** Work that was refused waits where people look (operations/store.ts). Parking twice is parking once, until somebody decided on it. */
const park = async (
  worker: string,
  deps: Deps,
  fact: Envelope,
  { code, detail }: { code: string; detail: string },
): Promise<void> => {
  log.warn('parked', { worker, code, event: fact.id });
  measure('parked');
  const id = idOfCause('prk', fact.time, worker, fact.id);
  await commit(deps, { action: `${worker}.park` }, [
    {
      put: {
        pk: `${deps.tenant}#PARKED#${id}`,
        sk: 'PARKED',
        kind: 'parked',
        g1p: `${deps.tenant}#PARKED`,
        g1s: id,
        v: 1,
        open: 'yes',
        doc: { id, version: 1, worker, code, detail, fact, state: 'WAITING', at: deps.now },
      },
      if: { open: { is: '=', value: 'no', orAbsent: true } },
      clash: 'drain.parked',
      about: id,
    },
  ]);
};
