import { defineConfig } from 'vitest/config';

/** The paper's claims at full size: `npm run test:paper`, a quarter of an hour on 2 cores. */
export default defineConfig({
  test: {
    include: ['test/paper/*.slow.ts'],
    globalSetup: ['test/support/temporary-folder.ts'],
    pool: 'forks',
    testTimeout: 3_600_000,
  },
});
