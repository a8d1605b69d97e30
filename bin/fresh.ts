/**
 * Builds and synthesises only when a source changed since the last time: a restart then takes the assembly as it is. An
 * assembly that somebody else wrote in between, such as `cdk synth -c stage=prod`, is not taken for ours.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';

const STAMP = 'cdk.out/.sources';
const SOURCES = [
  'functions/**/*.ts',
  'shared/**/*.{ts,tsx}',
  'lib/**/*.ts',
  'bin/{app,build,openapi}.ts',
  'cdk.json',
  'package-lock.json',
];

export const assemble = async (say: (line: string) => void = () => {}): Promise<void> => {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((pattern) => globSync(pattern)).sort())
    hash.update(file).update(readFileSync(file));
  const stamp = hash.digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp + assembly()) return;
  say('Bundling functions and synthesising the CDK app …');
  const { build } = await import('./build.ts');
  await build();
  const { synth } = await import('./app.ts');
  // On one machine mails come in, and what is uploaded is scanned, too; in an account somebody says at which domain, and by whom.
  synth(undefined, { replyDomain: 'reply.quittance.example', malwareScan: 'guardduty' });
  writeFileSync(STAMP, stamp + assembly());
};

const assembly = (): string =>
  existsSync(MANIFEST) ? createHash('sha256').update(readFileSync(MANIFEST)).digest('hex') : '';
const MANIFEST = 'cdk.out/manifest.json';
