import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that live on a local cloud. */
const WORLDS = ['bench', 'browser', 'exposure', 'faults', 'simulate', 'stories'].map(
  (room) => `test/${room}/**/*.test.ts`,
);
/** Measure what is alive in their process, or start a database and tell the process where it is: each has one of its own. */
const APART = [
  'test/exposure/xml.test.ts',
  'test/local/**/*.test.ts',
  'test/slices/bank/{actions,formats,memory}.test.ts',
  'test/slices/cash/{actions,late-payout}.test.ts',
  'test/slices/collecting/keeping.test.ts',
  'test/slices/customers/doubles.test.ts',
  'test/slices/dispatch/hearing.test.ts',
  'test/slices/dunning/{killed,run}.test.ts',
  'test/slices/exports/{asking,building}.test.ts',
  'test/slices/figures/{asking,since}.test.ts',
  'test/slices/operations/auditing.test.ts',
  'test/slices/predicting/learning.test.ts',
  'test/slices/warnings/looking.test.ts',
  'test/slices/runtime/{beside,blobs,rate,secrets,table,tick}.test.ts',
];
const elsewhere = ['test/conformance/**', 'test/clouds/**', 'node_modules/**'];

/** Large files begin first, so that none is left at the end with one core idle; these are small and long. */
const LONG = /\/(simulate\/simulate|faults\/(faults|kills|crowds)|stories\/demo)\.test\.ts$/;
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const late = (file: TestSpecification) => Number(!LONG.test(file.moduleId));
    return (await super.sort(files)).toSorted((a, b) => late(a) - late(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // The stories run what is deployed: bundled and synthesised once before all of them.
    globalSetup: ['test/support/assembled.ts'],
    // Weeks of days with all their jobs take a minute on two cores that others use as well.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Every file of a world starts a cloud of its own; two cores carry two of them.
    maxWorkers: 2,
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      // Files of one worker follow each other in it: the next world has the warm functions of the last (bin/local/lambda/shelf.ts).
      { extends: true, test: { name: 'worlds', include: WORLDS, exclude: APART, isolate: false } },
      { extends: true, test: { name: 'apart', include: APART } },
      // Read each module once for all of them: they keep nothing in it.
      {
        extends: true,
        test: {
          name: 'units',
          include: ['test/**/*.test.ts'],
          exclude: [...WORLDS, ...APART, ...elsewhere],
          isolate: false,
        },
      },
    ],
  },
});
