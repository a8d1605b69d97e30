import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/conformance/**', 'test/clouds/**', 'node_modules/**'],
    // The stories run what is deployed: bundled and synthesised once before all of them.
    globalSetup: ['test/support/assembled.ts'],
    // Weeks of days with all their jobs take a minute on two cores that others use as well.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Every story file starts a cloud of its own; two cores carry two of them.
    maxWorkers: 2,
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
