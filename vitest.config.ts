import { defineConfig } from 'vitest/config';

/** Files that live on a local cloud. */
const WORLDS = ['bench', 'browser', 'exposure', 'faults', 'simulate', 'stories'].map(
  (room) => `test/${room}/**/*.test.ts`,
);
/** Measures what is alive in its process, so it has one of its own. */
const APART = ['test/exposure/xml.test.ts'];
const elsewhere = ['test/conformance/**', 'test/clouds/**', 'node_modules/**'];

export default defineConfig({
  test: {
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
      {
        extends: true,
        test: { name: 'units', include: ['test/**/*.test.ts'], exclude: [...WORLDS, ...elsewhere] },
      },
    ],
  },
});
