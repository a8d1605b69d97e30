import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/conformance/**', 'test/bench/**', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Every story file starts a cloud of its own; two cores carry two of them.
    maxWorkers: 2,
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
