import { assemble } from '../../bin/fresh.ts';
import { chromiumPlace } from './chromium.ts';

/** What all test files share, made once before them: the assembly that the stories run, and the browser. */
export default async (): Promise<void> => {
  await assemble();
  await chromiumPlace();
};
