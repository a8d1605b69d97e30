/** Reads one stream for one function: at once after a write, from the last checkpoint after a restart. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../../seam.ts';
import type { Engine } from './engine.ts';
import { deliver } from './mapping.ts';
import type { Mapping, StreamRecord } from './mapping.ts';

export interface Reader {
  /** The table was written: there may be records. */
  wake(): void;
  busy(): string[];
  /** When the oldest record was read that is not done yet; undefined when none waits. */
  behindSince(): number | undefined;
  start(): Promise<void>;
  stop(): void;
}

export interface ReaderOptions {
  cloud: Cloud;
  engine: Engine;
  mapping: Mapping;
  /** The database's own name of the stream. */
  sourceArn: string;
  table: string;
  /** Where checkpoints are kept; absent for a database in memory. */
  directory?: string;
  expired(table: string, keys: unknown): boolean;
}

interface Page {
  Records: StreamRecord[];
  NextShardIterator?: string;
}
interface Shards {
  StreamDescription: {
    Shards: { ShardId: string; SequenceNumberRange: { EndingSequenceNumber?: string } }[];
  };
}

/** A page may be cut by its size instead of its count; then there is more to read. */
const NEARLY_FULL_BYTES = 500_000;

export const reader = (options: ReaderOptions): Reader => {
  const { cloud, mapping, table } = options;
  const mark = checkpoint(options);
  const source = shardReader(options, mark);
  let pending = false;
  let running = false;
  let paused = false;
  let stopped = false;
  let behindSince: number | undefined;
  let resume: (() => void) | undefined;

  const attempt = {
    cloud,
    mapping,
    done: (record: StreamRecord) => {
      mark.put(record.dynamodb.SequenceNumber);
    },
    pause: (ms: number) =>
      new Promise<void>((resolve) => {
        paused = true;
        const go = () => {
          paused = false;
          resolve();
        };
        resume = go;
        cloud.clock.at(cloud.clock.now() + ms, `retry of ${mapping.functionArn}`, go);
      }),
    stopped: () => stopped,
  };
  const drain = async (): Promise<void> => {
    running = true;
    while (pending) {
      if (stopped) break;
      pending = false;
      try {
        const { records, more } = await source.next();
        pending ||= more;
        const wanted = records.filter(mapping.wanted);
        behindSince = wanted.length > 0 ? cloud.clock.now() : undefined;
        if (wanted.length > 0) await deliver(attempt, wanted);
        behindSince = undefined;
        const last = records.at(-1);
        if (last && !stopped) attempt.done(last);
      } catch (error) {
        cloud.log(`dynamodb: reading the stream of ${table}: ${String(error)}`);
        source.reset();
        pending = true;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    running = false;
  };
  const wake = () => {
    pending = true;
    if (!running && !stopped) void drain();
  };
  return {
    wake,
    busy: () =>
      (running || pending) && !paused ? [`stream ${table} for ${mapping.functionArn.split(':').at(-1)}`] : [],
    behindSince: () => behindSince,
    start: async () => {
      await source.fix();
      wake();
    },
    stop: () => {
      stopped = true;
      resume?.();
      mark.close();
    },
  };
};

interface Checkpoint {
  get(): string | undefined;
  put(sequence: string): void;
  close(): void;
}

/** The place of the last record that is done: one short write over the last one, which a kill cannot cut. */
const checkpoint = ({ directory, mapping, sourceArn }: ReaderOptions): Checkpoint => {
  const id = createHash('sha256').update(`${mapping.functionArn} ${sourceArn}`).digest('hex').slice(0, 20);
  const file = directory === undefined ? undefined : join(directory, `stream-${id}.json`);
  let sequence: string | undefined;
  if (file !== undefined && existsSync(file))
    sequence = (JSON.parse(readFileSync(file, 'utf8')) as { sequence: string }).sequence;
  let handle: number | undefined;
  return {
    get: () => sequence,
    put: (next) => {
      if (next === sequence) return;
      sequence = next;
      if (file === undefined) return;
      handle ??= openSync(file, existsSync(file) ? 'r+' : 'w+');
      writeSync(handle, JSON.stringify({ sequence, function: mapping.functionArn }).padEnd(LINE), 0);
    },
    close: () => {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
};
/** Longer than any place with its function's ARN: a shorter one leaves nothing of a longer one behind. */
const LINE = 400;

const shardReader = (
  { cloud, engine, mapping, sourceArn, table, expired }: ReaderOptions,
  mark: Checkpoint,
) => {
  let iterator: string | undefined;
  let shard: string | undefined;
  const open = async (): Promise<string> => {
    const { StreamDescription } = await engine.call<Shards>('DescribeStream', { StreamArn: sourceArn });
    const shards = StreamDescription.Shards.map(({ ShardId }) => ShardId);
    const known = shard === undefined ? -1 : shards.indexOf(shard);
    const next = shards[known + 1];
    const sequence = next === undefined || known < 0 ? mark.get() : undefined;
    shard = next ?? shards[known] ?? '';
    const { ShardIterator } = await engine.call<{ ShardIterator: string }>('GetShardIterator', {
      StreamArn: sourceArn,
      ShardId: shard,
      ...(sequence === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequence }),
    });
    return ShardIterator;
  };
  const finish = (record: StreamRecord): StreamRecord => ({
    ...record,
    eventID: createHash('md5').update(`${sourceArn} ${record.dynamodb.SequenceNumber}`).digest('hex'),
    awsRegion: cloud.region,
    eventSourceARN: mapping.streamArn,
    dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: Math.floor(cloud.clock.now() / 1000) },
    ...(record.eventName === 'REMOVE' &&
      expired(table, record.dynamodb.Keys) && {
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      }),
  });
  return {
    next: async () => {
      iterator ??= await open();
      const page = await engine.call<Page>('GetRecords', {
        ShardIterator: iterator,
        Limit: mapping.batchSize,
      });
      iterator = page.NextShardIterator;
      const bytes = JSON.stringify(page.Records).length;
      const more = page.Records.length >= mapping.batchSize || bytes > NEARLY_FULL_BYTES || !iterator;
      return { records: page.Records.map(finish), more };
    },
    /** LATEST becomes a place, so that what is written while nobody runs is read after a restart. */
    fix: async () => {
      if (mapping.fromStart || mark.get() !== undefined) return;
      const { StreamDescription } = await engine.call<Shards>('DescribeStream', { StreamArn: sourceArn });
      const end = StreamDescription.Shards.at(-1)?.SequenceNumberRange.EndingSequenceNumber;
      mark.put(end ?? '0');
    },
    reset: () => {
      iterator = undefined;
      shard = undefined;
    },
  };
};
