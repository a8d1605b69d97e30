import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** The longest ones first, so that two cores end together. */
const LONGEST = ['fuzz', 'ministack', 'dynamodb-local'];
const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`${name}.test.ts`));
  return place < 0 ? LONGEST.length : place;
};
class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => placeOf(a) - placeOf(b)));
  }
}

/** Strangers' tools and clouds judge what is deployed: `npm run check:clouds`. Two at a time, as there are cores. */
export default defineConfig({
  test: {
    include: ['test/clouds/**/*.test.ts'],
    globalSetup: ['test/clouds/assembled.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
