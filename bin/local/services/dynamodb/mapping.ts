/**
 * What an event source mapping on a stream asks for, and how one batch is tried until it is done or given up.
 */
import { compile } from '../patterns.ts';
import type { Cloud } from '../../seam.ts';

export interface StreamRecord {
  eventID: string;
  eventName: string;
  awsRegion: string;
  eventSourceARN?: string;
  userIdentity?: { type: string; principalId: string };
  dynamodb: { Keys: unknown; SequenceNumber: string; ApproximateCreationDateTime: number };
}

export interface Mapping {
  functionArn: string;
  streamArn: string;
  batchSize: number;
  fromStart: boolean;
  partial: boolean;
  bisect: boolean;
  /** Infinity when absent or -1, as AWS does. */
  maxRetries: number;
  maxAgeMs: number;
  onFailure: string | undefined;
  wanted(record: StreamRecord): boolean;
}

/**
 * Honoured, or (windows and parallel reading) without effect: here a batch goes as soon as there is a record.
 */
export const MAPPING_PROPERTIES = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'Enabled',
  'EventSourceArn',
  'FilterCriteria',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'ScalingConfig',
  'StartingPosition',
  'Tags',
];

export const readMapping = (functionArn: string, properties: Record<string, unknown>): Mapping => {
  const start = properties['StartingPosition'];
  if (start !== 'TRIM_HORIZON' && start !== 'LATEST')
    throw new Error(`a stream is read from TRIM_HORIZON or LATEST, not from ${String(start)}`);
  const criteria = properties['FilterCriteria'] as { Filters?: { Pattern: string }[] } | undefined;
  const patterns = (criteria?.Filters ?? []).map(({ Pattern }) => compile(JSON.parse(Pattern)));
  const destination = properties['DestinationConfig'] as { OnFailure?: { Destination: string } } | undefined;
  const limit = (name: string) => {
    const value = Number(properties[name] ?? -1);
    return value < 0 ? Infinity : value;
  };
  return {
    functionArn,
    streamArn: String(properties['EventSourceArn']),
    batchSize: Number(properties['BatchSize'] ?? 100),
    fromStart: start === 'TRIM_HORIZON',
    partial: ((properties['FunctionResponseTypes'] ?? []) as string[]).includes('ReportBatchItemFailures'),
    bisect: properties['BisectBatchOnFunctionError'] === true,
    maxRetries: limit('MaximumRetryAttempts'),
    maxAgeMs: limit('MaximumRecordAgeInSeconds') * 1000,
    onFailure: destination?.OnFailure?.Destination,
    wanted: (record) => patterns.length === 0 || patterns.some((matches) => matches(record)),
  };
};

export interface Attempt {
  cloud: Cloud;
  mapping: Mapping;
  /** Everything up to this record is done. */
  done(record: StreamRecord): void;
  /** Waits on the cloud's clock. */
  pause(ms: number): Promise<void>;
  stopped(): boolean;
}

/** Returns when every record of the batch is done or given up (or the cloud stops). */
export const deliver = async (attempt: Attempt, batch: StreamRecord[]): Promise<void> => {
  const { cloud, mapping } = attempt;
  let records = batch;
  for (let tries = 1; records.length > 0 && !attempt.stopped(); tries++) {
    const payload = { Records: records };
    const result = await cloud.invoke(mapping.functionArn, payload, mapping.streamArn);
    const failedAt = result.error ? 0 : firstFailure(mapping, records, result.payload);
    const last = records[failedAt - 1];
    if (last) {
      attempt.done(last);
      tries = 1;
    }
    records = records.slice(failedAt);
    const first = records[0];
    if (!first) return;
    if (mapping.bisect && records.length > 1) {
      const half = records.length >> 1;
      await deliver(attempt, records.slice(0, half));
      return deliver(attempt, records.slice(half));
    }
    const age = cloud.clock.now() - first.dynamodb.ApproximateCreationDateTime * 1000;
    if (tries > mapping.maxRetries || age > mapping.maxAgeMs) {
      await giveUp(attempt, records, tries);
      return attempt.done(records.at(-1)!);
    }
    await attempt.pause(Math.min(1000 * 2 ** (tries - 1), 60_000));
  }
};

/** Index of the first record to be tried again; the number of records when all are done. */
const firstFailure = (mapping: Mapping, records: StreamRecord[], payload: unknown): number => {
  if (!mapping.partial || typeof payload !== 'object' || payload === null) return records.length;
  const { batchItemFailures } = payload as { batchItemFailures?: { itemIdentifier?: string }[] };
  const failures = (batchItemFailures ?? []).map(({ itemIdentifier }) =>
    // An identifier that is not of this batch means, as on AWS, that the whole batch failed.
    Math.max(
      records.findIndex((record) => record.dynamodb.SequenceNumber === itemIdentifier),
      0,
    ),
  );
  return Math.min(records.length, ...failures);
};

const giveUp = async ({ cloud, mapping }: Attempt, records: StreamRecord[], tries: number): Promise<void> => {
  const at = (record: StreamRecord | undefined) =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  const [first] = records;
  const last = records.at(-1);
  cloud.log(`dynamodb: ${mapping.functionArn} gave up ${records.length} records after ${tries} attempts`);
  if (mapping.onFailure === undefined) return;
  const report = {
    requestContext: {
      requestId: crypto.randomUUID(),
      functionArn: mapping.functionArn,
      condition: tries > mapping.maxRetries ? 'RetryAttemptsExhausted' : 'RecordAgeExceeded',
      approximateInvokeCount: tries,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(cloud.clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'shardId-00000001',
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: at(first),
      approximateArrivalOfLastRecord: at(last),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  };
  const origin = { service: 'lambda', sourceArn: mapping.streamArn };
  await cloud.deliver(mapping.onFailure, JSON.stringify(report), origin);
};
