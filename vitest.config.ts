import { defineConfig } from 'vitest/config';

// vitest asks for a default export here.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/temporary-folder.ts'],
    setupFiles: ['test/support/matchers.ts'],
    // The native engine keeps threads and memory for itself: one process for each file.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
