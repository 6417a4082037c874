import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** A file for the results as JSON, beside what the screen shows. */
const { SID_TEST_RESULTS } = process.env;

// vitest asks for a default export here.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/temporary-folder.ts'],
    setupFiles: ['test/support/matchers.ts'],
    reporters:
      SID_TEST_RESULTS === undefined
        ? ['default']
        : ['default', ['json', { outputFile: SID_TEST_RESULTS }]],
    // The native engine keeps threads and memory for itself: one process for each file.
    pool: 'forks',
    // vitest leaves a core to itself, which on two of them is half.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
