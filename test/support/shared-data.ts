import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';

/** Data that the project does not ship, beside its folder. */
const SHARED_DATA = '../shared/data';

/** A file of ../shared/data. */
export function sharedPath(...names: string[]): string {
  return join(SHARED_DATA, ...names);
}

/**
 * A test on a folder of ../shared/data. Where that is not there the test is skipped, and its name says so.
 *
 * @param set name of the folder
 */
export function testOnShared(set: string, name: string, run: () => Promise<void>): void {
  const folder = sharedPath(set);
  if (existsSync(folder)) test(name, run);
  else test.skip(`${name} (skipped: ${folder} is not there)`, run);
}
