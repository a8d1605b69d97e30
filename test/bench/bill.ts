/**
 * What AWS bills for the counted calls. Prices are AWS's public ones of us-east-1, on demand, first tier, without the free
 * tier; every figure is a parameter, so another region or a measured duration is another bill.
 */
import type { Count } from '../../bin/local/meter.ts';

/** USD for one. */
export const PRICES = {
  httpApiRequest: 1e-6,
  lambdaRequest: 0.2e-6,
  /** arm64, per GB and second. */
  lambdaGbSecond: 1.33334e-5,
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  sqsRequest: 0.4e-6,
  /** A custom event on a bus, up to 64 kB. */
  event: 1e-6,
  s3Put: 5e-6,
  s3Get: 0.4e-6,
  mail: 1e-4,
  mailAttachmentGb: 0.12,
  logGb: 0.5,
};

/** Milliseconds that a call takes on AWS, as a function waits for it: measured medians of others, rounded up. */
export const WAITS: Readonly<Record<string, number>> = {
  GetItem: 5,
  BatchGetItem: 8,
  Query: 8,
  PutItem: 8,
  TransactWriteItems: 25,
  PutEvents: 10,
  PutObject: 30,
  GetObject: 20,
  SendRawEmail: 60,
};

export interface Measured {
  readonly counts: readonly Count[];
  /** Orders that the counts are of. */
  readonly orders: number;
  /** HTTP requests at the gateway per order. */
  readonly requests: number;
  /** CPU of a function's code per order in milliseconds; what is not known counts as nothing. */
  readonly cpuMs: Readonly<Record<string, number>>;
  readonly memoryMb: (name: string) => number;
  readonly attachmentKb: number;
  readonly logKb: number;
}

/** Per order: what was done, and USD per part. */
export const billOf = (measured: Measured) => {
  const { counts, orders } = measured;
  const of = (
    wanted: (count: Count) => boolean,
    figure: keyof Pick<Count, 'calls' | 'writeUnits' | 'readUnits'> = 'calls',
  ) => counts.filter(wanted).reduce((sum, count) => sum + count[figure], 0) / orders;
  const action = (name: string) => of((count) => count.action === name && count.service !== 'lambda');
  const batches = of(
    ({ action, service, function: name }) =>
      action === 'Invoke' && service === 'lambda' && fedByQueue(counts, name),
  );
  const messages = of(({ action, service }) => action === 'Message' && service === 'sqs');
  const units = {
    write: of(() => true, 'writeUnits'),
    read: of(() => true, 'readUnits'),
    invocations: of(({ action }) => action === 'Invoke'),
    calls: of(({ action }) => !['Invoke', 'Message', 'Event'].includes(action)),
    events: of(({ action }) => action === 'Event'),
    messages,
    /** Sent one by one by the bus's rules; received and deleted batch by batch. */
    sqsRequests: messages + 2 * batches,
    mails: action('SendRawEmail'),
    puts: action('PutObject'),
    gets: action('GetObject'),
  };
  const gbSeconds = secondsOf(measured).reduce(
    (sum, { seconds, name }) => sum + seconds * (measured.memoryMb(name) / 1024),
    0,
  );
  const usd = {
    api: measured.requests * PRICES.httpApiRequest,
    lambda: units.invocations * PRICES.lambdaRequest + gbSeconds * PRICES.lambdaGbSecond,
    dynamodb: units.write * PRICES.writeUnit + units.read * PRICES.readUnit,
    sqs: units.sqsRequests * PRICES.sqsRequest,
    events: units.events * PRICES.event,
    s3: units.puts * PRICES.s3Put + units.gets * PRICES.s3Get,
    logs: (measured.logKb / 1048576) * PRICES.logGb,
    mail: units.mails * PRICES.mail + (measured.attachmentKb / 1048576) * PRICES.mailAttachmentGb,
  };
  const total = Object.values(usd).reduce((sum, each) => sum + each, 0);
  return { units, usd, total, withoutMail: total - usd.mail, gbSeconds };
};
export type Bill = ReturnType<typeof billOf>;

const fedByQueue = (counts: readonly Count[], name: string): boolean =>
  counts.some((count) => count.function === name && count.service === 'sqs' && count.action === 'Message');

/** Billed seconds per order: its own CPU, and what it waits for the services that it calls, one after the other. */
const secondsOf = ({ counts, orders, cpuMs }: Measured): { name: string; seconds: number }[] => {
  const names = [...new Set(counts.map((count) => count.function))].filter((name) => name !== 'local');
  return names.map((name) => {
    const waits = counts
      .filter((count) => count.function === name)
      .reduce((sum, { action, calls }) => sum + calls * (WAITS[action] ?? 0), 0);
    return { name, seconds: (waits / orders + (cpuMs[name] ?? 0)) / 1000 };
  });
};
