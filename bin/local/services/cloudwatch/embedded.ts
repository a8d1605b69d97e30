/** Measurements in the embedded metric format: CloudWatch takes them out of the functions' logs, and so does this. */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Datum } from './series.ts';

interface Embedded {
  _aws: {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
  };
  [field: string]: unknown;
}

/** Reads what was written since the last time. A line that is not finished yet is read then. */
export const embeddedIn = (directory: string): (() => Datum[]) => {
  const read = new Map<string, number>();
  return () => {
    if (!existsSync(directory)) return [];
    return readdirSync(directory).flatMap((name) => {
      const text = since(join(directory, name), read.get(name) ?? 0);
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      read.set(name, (read.get(name) ?? 0) + Buffer.byteLength(whole));
      return whole
        .split('\n')
        .filter((line) => line.startsWith('{"_aws"'))
        .flatMap((line) => dataOf(JSON.parse(line) as Embedded));
    });
  };
};

const dataOf = (line: Embedded): Datum[] =>
  line._aws.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name: name }) => ({
        namespace,
        name,
        dimensions: Object.fromEntries(names.map((each) => [each, String(line[each])])),
        at: line._aws.Timestamp,
        value: Number(line[name]),
      })),
    ),
  );

const since = (file: string, from: number): string => {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    readSync(handle, buffer, 0, buffer.length, from);
    return buffer.toString();
  } finally {
    closeSync(handle);
  }
};
