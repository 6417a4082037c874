// Its line in `sid doctor`.
import { messageOf } from '../util/errors.ts';
import type { Finding } from '../util/finding.ts';

/** For `sid doctor`: whether DuckDB's native half loads, and its version. */
export async function inspectDuckDb(): Promise<Finding> {
  const name = 'DuckDB';
  try {
    const { version } = await import('@duckdb/node-api');
    return { name, state: 'good', value: `${version()}, for sid import` };
  } catch (error) {
    return {
      name,
      state: 'poor',
      value: `does not load (${messageOf(error).split('\n')[0]}); sid import needs it`,
      remedy: 'install again without --omit=optional: npm ci',
    };
  }
}
