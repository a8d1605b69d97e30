/**
 * `npm run iam`: what the template grants and no test ever used. Every test cloud leaves what its roles needed; this
 * adds it up and runs the stories first where nothing was left since the app last changed. A grant that stays unused
 * is taken away, or has its reason here.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from './fresh.ts';

/** Role and grant, as a pattern → why it stays. */
const REASONS: readonly { readonly of: RegExp; readonly why: string }[] = [
  {
    of: /-MalwareScanRole/,
    why: 'GuardDuty takes this role on AWS alone: what AWS asks for in its documentation; the local scanner needs none.',
  },
];

interface Role {
  readonly role: string;
  readonly granted: readonly string[];
  readonly unused: readonly string[];
}

/** What was used under another template says nothing of this one. */
export const usageDir = (): string =>
  join(
    'dist/iam',
    createHash('sha256').update(readFileSync('cdk.out/manifest.json')).digest('hex').slice(0, 12),
  );

const rolesOf = (file: string): Role[] => JSON.parse(readFileSync(file, 'utf8')) as Role[];

/** Unused is what every cloud left unused. */
export const unusedIn = (clouds: readonly (readonly Role[])[]): { granted: number; unused: string[] } => {
  const left = new Map<string, number>();
  const all = new Set<string>();
  // The ARN of a secret ends with six characters that are drawn anew in every cloud.
  const named = (role: string, grant: string) =>
    `${role}: ${grant.replace(/(:secret:.+)-\w{6}$/, '$1-??????')}`;
  for (const { role, granted, unused } of clouds.flat()) {
    for (const grant of granted) all.add(named(role, grant));
    for (const grant of unused.map((one) => named(role, one))) left.set(grant, (left.get(grant) ?? 0) + 1);
  }
  return {
    granted: all.size,
    unused: [...all].filter((grant) => left.get(grant) === clouds.length).toSorted(),
  };
};

const judged = () => {
  const directory = usageDir();
  const files = existsSync(directory) ? readdirSync(directory) : [];
  const { granted, unused } = unusedIn(files.map((file) => rolesOf(join(directory, file))));
  const known = REASONS.map(({ of, why }) => ({ why, grants: unused.filter((grant) => of.test(grant)) }));
  const excused = new Set(known.flatMap(({ grants }) => grants));
  return { clouds: files.length, granted, known, open: unused.filter((grant) => !excused.has(grant)) };
};

if (import.meta.main) {
  await assemble();
  let found = judged();
  if (found.clouds === 0) {
    spawnSync('npx', ['vitest', 'run', 'test/stories', 'test/exposure'], { stdio: 'inherit' });
    found = judged();
  }
  const { clouds, granted, known, open } = found;
  for (const { why, grants } of known)
    for (const grant of grants) process.stdout.write(`unused, and stays: ${grant}\n  ${why}\n`);
  for (const grant of open) process.stdout.write(`unused: ${grant}\n`);
  // A reason for what is used, or is granted no more, is a reason for nothing.
  const idle = clouds > 0 ? known.filter(({ grants }) => grants.length === 0) : [];
  for (const { why } of idle) process.stdout.write(`a reason without a grant: ${why}\n`);
  process.stdout.write(
    `${granted} grants, ${clouds} clouds of tests: ${open.length} unused without a reason\n`,
  );
  process.exitCode = clouds > 0 && open.length === 0 && idle.length === 0 ? 0 : 1;
}
