/** Size and cold import of every bundle, each in a fresh process of the Node that the template names. */
import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { quantiles } from './load.ts';

export interface Bundle {
  readonly name: string;
  readonly bytes: number;
}
export const bundles = (): Bundle[] =>
  globSync('dist/fn/*/index.mjs')
    .map((path) => ({ name: basename(dirname(path)), bytes: statSync(path).size }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const ENV = [
  'QUITTANCE_TABLE',
  'QUITTANCE_BUS',
  'QUITTANCE_BUCKET',
  'QUITTANCE_PROVIDERS_SECRET',
  'QUITTANCE_LINK_SECRET',
];

/** Median milliseconds that `import` of the bundle takes. */
export const importMs = (name: string, times = 5): number => {
  const url = pathToFileURL(resolve('dist/fn', name, 'index.mjs')).href;
  const code = `const t=performance.now();await import(${JSON.stringify(url)});console.log(performance.now()-t);process.exit(0)`;
  const env = {
    ...process.env,
    AWS_REGION: 'eu-central-1',
    ...Object.fromEntries(ENV.map((name) => [name, 'x'])),
  };
  const measured = Array.from({ length: times }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      env,
      encoding: 'utf8',
    });
    const ms = Number(stdout.trim().split('\n').at(-1));
    if (!Number.isFinite(ms)) throw new Error(`${name} could not be imported: ${stderr}`);
    return ms;
  });
  return quantiles(measured)(0.5);
};
