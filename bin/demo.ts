/** `npm run demo -- --months N --customers N --seed S`: plays a company of any size and tells what happened. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { client } from './demo/client.ts';
import { KEYS, TENANT } from './demo/company.ts';
import { daysOf } from './demo/habits.ts';
import { fillDemoVault, openCompany, startDemo } from './demo/open.ts';
import { play } from './demo/play.ts';
import { bar, summary, timeline } from './demo/print.ts';
import { COMPANY } from './demo/scenes.ts';
import { whatIf } from './demo/what-if.ts';
import { assemble } from './fresh.ts';

const { values } = parseArgs({
  options: {
    months: { type: 'string', default: '2' },
    customers: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
  },
});
const whole = (name: 'months' | 'customers' | 'seed', most: number): number => {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw new Error(`--${name} takes a whole number from 1 to ${most}, not ${values[name]}`);
  return number;
};
const plan = {
  months: whole('months', 60),
  customers: whole('customers', 5_000),
  seed: whole('seed', 2 ** 32 - 1),
  until: new Date().toISOString().slice(0, 10),
};

/** It outlives the company. */
const PAGE = 'dist/simulation.html';

await assemble((line) => console.log(line));
const dataDir = mkdtempSync(join(tmpdir(), 'quittance-demo-'));
const cloud = await startDemo({
  dataDir,
  port: 0,
  startAt: `${daysOf(plan)[0]}T06:00:00Z`,
  idle: ['AskAttempts'],
});
try {
  await fillDemoVault(cloud, TENANT);
  const keys = await openCompany(cloud, { tenant: TENANT, entities: [COMPANY], keys: KEYS });
  const desk = client({ api: cloud.urls.api, console: cloud.urls.console, keys });
  const began = Date.now();
  await play(plan, desk, { progress: bar(), saved: () => {} });
  console.log(await timeline(desk));
  console.log(await summary(desk));
  const { told, page } = await whatIf(desk);
  writeFileSync(PAGE, page);
  console.log(`${told}\n  as a page: ${PAGE}`);
  console.log(
    `\n${plan.months} months of ${plan.customers} customers (seed ${plan.seed}) in ${((Date.now() - began) / 1000).toFixed(0)} s.`,
  );
} finally {
  await cloud.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
