import { rmSync } from 'node:fs';
import { assemble } from '../../bin/fresh.ts';
import { chromiumPlace } from './chromium.ts';

/** Where a filled world is kept in a run (`stocked.ts`). */
export const STOCKED = 'dist/stocked';

/** What all test files share, made once before them: the assembly that the stories run, and the browser. */
export default async (): Promise<void> => {
  await assemble();
  // Of other sources.
  rmSync(STOCKED, { recursive: true, force: true });
  await chromiumPlace();
};
