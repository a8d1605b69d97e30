/**
 * `npm run audit`: every part that is deployed is pinned by its hash, and the registry knows no serious fault of it.
 * Where the registry does not answer that question, this says so and passes: it cannot be answered there.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly inBundle?: boolean }>>;
}
interface Report {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>;
  readonly message?: string;
  readonly error?: { readonly summary?: string };
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const loose = Object.entries(packages)
  // What is bundled comes inside of a part that is pinned.
  .filter(([path, { integrity, inBundle }]) => path !== '' && !inBundle && integrity === undefined)
  .map(([path]) => path);
for (const path of loose) process.stdout.write(`not pinned by a hash: ${path}\n`);

const { stdout } = spawnSync('npm', ['audit', '--omit', 'dev', '--json'], { encoding: 'utf8' });
let report: Report;
try {
  report = JSON.parse(stdout) as Report;
} catch {
  report = { message: 'npm audit gave no answer' };
}
const { vulnerabilities } = report;
const serious = Object.entries(vulnerabilities ?? {}).filter(([, { severity }]) =>
  ['high', 'critical'].includes(severity),
);
for (const [name, { severity, range }] of serious) process.stdout.write(`${severity}: ${name} ${range}\n`);
const why = (report.message ?? report.error?.summary ?? 'no answer')
  .replaceAll(/ - .*|https?:\S+/g, '')
  .trim();
process.stdout.write(
  vulnerabilities
    ? `${Object.keys(packages).length - 1} parts, ${serious.length} with a serious fault\n`
    : `audit skipped: the registry does not answer (${why})\n`,
);
process.exitCode = loose.length + serious.length === 0 ? 0 : 1;
