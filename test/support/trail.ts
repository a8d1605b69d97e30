/** What a trace leaves behind: the lines of every function's log, the acts of the table, the headers of mails. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsOf } from './refused.ts';
import type { World } from './world.ts';

export interface Line {
  readonly level: string;
  readonly message: string;
  readonly at: string;
  readonly function: string;
  readonly trace?: string;
  readonly traces?: string;
  readonly [field: string]: unknown;
}
export interface Act {
  readonly id: string;
  readonly action: string;
  readonly at: string;
  readonly actor: string;
  readonly trace: string;
  readonly traces?: readonly string[];
  readonly entry?: { readonly lines: readonly { account: string; minor: number }[] };
  readonly events?: readonly { type: string; subject: string }[];
}

/** Every file that the cloud wrote for people to read, by its name: one per function, the access log, its own log. */
export const logFiles = (world: World): Map<string, string> => {
  const logs = join(world.dir, 'logs');
  const files = readdirSync(logs).map((name): [string, string] => [
    name,
    readFileSync(join(logs, name), 'utf8'),
  ]);
  return new Map([...files, ['runtime.log', readFileSync(join(world.dir, 'runtime.log'), 'utf8')]]);
};

/** The structured lines of all functions, as they were written. */
export const linesOf = (world: World): Line[] =>
  [...logFiles(world)]
    .filter(([name]) => name !== 'runtime.log' && name !== 'access.log')
    .flatMap(([, text]) => text.split('\n').filter((line) => line.startsWith('{"level"')))
    .map((line) => JSON.parse(line) as Line)
    .sort((a, b) => (a.at < b.at ? -1 : 1));

export const actsOf = async (world: World): Promise<Act[]> =>
  [...(await itemsOf(world)).values()]
    .filter(({ kind }) => kind === 'act')
    .map((item) => item as unknown as Act)
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** All acts that one trace leads to. */
export const under = (acts: readonly Act[], trace: string): Act[] =>
  acts.filter((act) => act.trace === trace || act.traces?.includes(trace));

/** `CdkFunctionName` without its stack and its hash: `IssueInvoice`. */
export const shortName = (name: string): string =>
  name
    .replace(/^.*-(?:Api|Finance|Jobs|App)-/, '')
    .replace(/(?:Function)?[0-9A-F]{8}$/, '')
    .replace(/(?:Worker|Job)$/, '')
    .replace('OutboxOutbox', 'Outbox');
