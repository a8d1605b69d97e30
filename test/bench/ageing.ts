/**
 * `npm run bench:ageing -- [items]`: what a closed month is kept as, of so many open items, is read and aged by due day and by document, in a
 * process of its own as the function has one. Prints seconds of CPU and memory, and how it compares with folding the entries.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ageingOf } from '../../shared/insights/ageing.ts';
import { carriedIn, carriedOf } from '../../shared/insights/carried.ts';
import { fold } from '../../shared/insights/rules.ts';
import { addDays } from '../../shared/kernel/dates.ts';
import type { Booked } from '../../shared/ledger/entry.ts';

const AS_OF = '2026-06-30';
const CUSTOMERS = 20_000;
const [count = '1000000', file] = process.argv.slice(2);
const items = Number(count);

const days = Array.from({ length: 460 }, (_, at) => addDays('2025-04-01', at));
const numbered = (prefix: string, at: number) => `${prefix}_${String(at).padStart(26, '0')}`;
const entryOf = (at: number): Booked => {
  const on = days[Math.floor((400 * at) / items)]!;
  const minor = 100 + (at % 9_777);
  const owed = { customerId: numbered('cus', (at * 7) % CUSTOMERS), invoiceId: numbered('inv', at) };
  return {
    id: numbered('act', at),
    at: `${on}T09:00:00Z`,
    actor: 'issue-invoice',
    entity: 'main',
    on,
    currency: 'EUR',
    kind: 'invoice',
    source: `INV-${at}`,
    memo: '',
    lines: [
      { account: 'receivables', minor, ...owed, dueOn: days[Math.floor((400 * at) / items) + (at % 60)]! },
      { account: 'revenue', minor: 0 - minor },
    ],
  };
};
const measured = <T>(what: () => T): { value: T; cpu: number } => {
  const begun = process.cpuUsage();
  const value = what();
  const { user, system } = process.cpuUsage(begun);
  return { value, cpu: (user + system) / 1e6 };
};

if (file === undefined) {
  const room = mkdtempSync(join(tmpdir(), 'ageing-'));
  try {
    const entries = Array.from({ length: items }, (_, at) => entryOf(at));
    const folded = measured(() => fold(entries)).cpu;
    const kept = join(room, 'kept');
    const { value, cpu } = measured(() => carriedOf(entries, AS_OF));
    writeFileSync(kept, value);
    const megabytes = (value.length / 1e6).toFixed(1);
    console.log(
      `${items} open items: kept in ${cpu.toFixed(2)} s of CPU as ${megabytes} MB; folded from parsed entries in ${folded.toFixed(2)} s`,
    );
    console.log(execFileSync(process.execPath, [process.argv[1]!, count, kept], { encoding: 'utf8' }).trim());
  } finally {
    rmSync(room, { recursive: true });
  }
} else {
  const bytes = readFileSync(file);
  const read = measured(() => fold([], [], carriedIn(bytes)));
  const aged = (['due', 'issued'] as const).map((by) =>
    measured(() => ageingOf(read.value, 'main', AS_OF, by)),
  );
  const [due, issued] = aged.map(({ cpu }) => cpu.toFixed(2));
  const { openMinor, controlAccountMinor } = aged[0]!.value.currencies[0]!;
  if (openMinor !== controlAccountMinor) throw new Error('the buckets are not the balance');
  const memory = Math.round(process.resourceUsage().maxRSS / 1e3);
  console.log(
    `read in ${read.cpu.toFixed(2)} s of CPU, aged by due day in ${due} s, by document in ${issued} s; ${memory} MB at most`,
  );
}
