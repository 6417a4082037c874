import { defineConfig } from 'vitest/config';

/**
 * The paper's claims at full size, and speed and memory against thresholds: `npm run check:claims`, on a machine with
 * nothing else running. `npm run check:claims -- test/paper` takes the first alone, a quarter of an hour on 2 cores.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.slow.ts'],
    globalSetup: ['test/support/temporary-folder.ts'],
    pool: 'forks',
    // One disturbs the timing of the other.
    fileParallelism: false,
    testTimeout: 3_600_000,
  },
});
