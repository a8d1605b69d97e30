/** What each role needed while a test cloud ran, kept for `npm run iam`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningCloud } from '../../bin/local/options.ts';
import { usageDir } from '../../bin/iam.ts';

let serial = 0;

/** Also the check itself: a call that the caller's role does not allow fails the test that made it. */
export const keepUsage = (cloud: RunningCloud): void => {
  const roles = cloud.iam();
  const denied = roles.flatMap(({ role, denied: calls }) => calls.map((call) => `${role} may not ${call}`));
  if (denied.length > 0) throw new Error(`the template lacks grants:\n${denied.join('\n')}`);
  const directory = usageDir();
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${process.pid}-${++serial}.json`), JSON.stringify(roles));
};
