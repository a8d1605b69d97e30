import { defineConfig } from 'vitest/config';

/** Strangers' tools and clouds judge what is deployed: `npm run check:clouds`. One at a time: each brings a cloud up. */
export default defineConfig({
  test: {
    include: ['test/clouds/**/*.test.ts'],
    globalSetup: ['test/clouds/assembled.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
