/**
 * `npm run bench:intake -- [megabytes] [camt.053,MT940,CSV]`: a statement of that size comes from a generator, piece by piece, through the
 * readers, as the worker reads a file: once to its end, to say what is in it, then line by line with what makes each line that line.
 * Prints what is alive at most after a collection, what is resident at most, and megabytes per second of CPU.
 */
import {
  identified,
  largest,
  statementOf,
  surveyed,
  type Format,
  type Largest,
} from '../support/long-statement.ts';

const megabytes = Number(process.argv[2] ?? 1_000);
const told = ({ heapMb, rssMb, cpuSeconds }: Largest) => ({
  heapMb,
  rssMb,
  mbPerSecond: Math.round(megabytes / cpuSeconds),
});
for (const format of (process.argv[3] ?? 'camt.053,MT940,CSV').split(',') as Format[]) {
  const bytes = megabytes * 1e6;
  const checked = await largest(statementOf(format, bytes), bytes, surveyed);
  const read = await largest(statementOf(format, bytes), bytes, identified);
  console.log(
    JSON.stringify({ format, megabytes, lines: read.made, checked: told(checked), read: told(read) }),
  );
}
