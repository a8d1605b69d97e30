/**
 * `npm run contracts:record`: agrees on what was added. What would break somebody is refused; where that is
 * meant, because nobody relies on it yet, `-- --breaking` says so, and golden/ shows it to the reviewer.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { breaks, current, golden, record } from './contracts.ts';

const now = await current();
const broken = existsSync(resolve(import.meta.dirname, 'golden/events.json')) ? breaks(golden(), now) : [];
if (broken.length > 0 && !process.argv.includes('--breaking')) {
  console.error(
    `Not recorded, because somebody may rely on it:\n${broken.map((line) => `  ${line}`).join('\n')}`,
  );
  process.exitCode = 1;
} else {
  record(now);
  console.log(
    `Recorded ${Object.keys(now.operations).length} operations and ${Object.keys(now.events).length} events.`,
  );
}
