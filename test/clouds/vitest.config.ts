import { defineConfig } from 'vitest/config';

/** Strangers' tools and clouds judge what is deployed: `npm run check:clouds`. Two at a time, as there are cores. */
export default defineConfig({
  test: {
    include: ['test/clouds/**/*.test.ts'],
    globalSetup: ['test/clouds/assembled.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
