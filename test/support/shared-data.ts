import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { testWithPackages } from './embed-packages.ts';

/** Data and models that the project does not ship, beside its folder. */
const SHARED_DATA = '../shared/data';
const SHARED_MODELS = '../shared/models';
/** Tiny models that it does ship. */
const SHIPPED_MODELS = 'test/models';

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

/** A file or folder of a model: the shipped one, or that of ../shared/models where none is shipped. */
export function sharedModel(...names: string[]): string {
  const shipped = join(SHIPPED_MODELS, ...names);
  return existsSync(shipped) ? shipped : join(SHARED_MODELS, ...names);
}

/**
 * A test on models, run by the optional packages. Where one of them is not there the test is skipped, and its name says so.
 *
 * @param models names of their folders, or of files in them
 */
export function testOnModels(
  models: readonly string[],
  name: string,
  run: () => void | Promise<void>,
): void {
  const missing = models.find((model) => !existsSync(sharedModel(model)));
  if (missing === undefined) testWithPackages(name, run);
  else test.skip(`${name} (skipped: ${sharedModel(missing)} is not there)`, run);
}
