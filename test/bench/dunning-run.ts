/** One dunning run in a process of its own; what it cost is told to the process that began it. */
import { RUN_AT } from './debts.ts';
import { deps } from '../slices/bank/books.ts';

export interface Figures {
  readonly done: boolean;
  readonly commits: number;
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly cpuSeconds: number;
  /** Alive at most, after a collection, and resident at most. */
  readonly heapMb: number;
  readonly rssMb: number;
}

const { client } = await import('../../shared/runtime/dynamo.ts');
const { findOverdue } = await import('../../shared/dunning/finding.ts');

const spent = { commits: 0, calls: 0, readUnits: 0, writeUnits: 0 };
client.middlewareStack.add(
  (next, { commandName }) =>
    async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const answer = await next(args);
      const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: unknown };
      const units = [ConsumedCapacity ?? []]
        .flat()
        .reduce<number>((sum, one) => sum + (one as { CapacityUnits: number }).CapacityUnits, 0);
      spent.calls += 1;
      if (commandName === 'TransactWriteItemsCommand') {
        spent.commits += 1;
        spent.writeUnits += units;
        if (spent.commits % 50 === 0) process.send!({ done: false, ...spent });
      } else spent.readUnits += units;
      return answer;
    },
  { step: 'initialize' },
);

const peak = { heap: 0, rss: 0 };
const watch = setInterval(() => {
  const { heapUsed, rss } = process.memoryUsage();
  peak.heap = Math.max(peak.heap, heapUsed);
  peak.rss = Math.max(peak.rss, rss);
}, 50);
const from = process.cpuUsage();
await findOverdue(deps({ now: RUN_AT, actor: 'find-overdue' }));
const { user, system } = process.cpuUsage(from);
clearInterval(watch);
const mb = (bytes: number): number => Math.round(bytes / 1e6);
const figures: Figures = {
  done: true,
  ...spent,
  cpuSeconds: Math.round((user + system) / 1e4) / 100,
  heapMb: mb(peak.heap),
  rssMb: mb(peak.rss),
};
process.send!(figures, () => process.exit(0));
