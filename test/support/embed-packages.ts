import { test } from 'vitest';
import { areInstalled, embedPackages } from '../../src/packages/embed-packages.ts';

const isReady = areInstalled(embedPackages());

/** A test that needs the optional packages. Where they are not installed it is skipped, and its name says so. */
export function testWithPackages(name: string, run: () => void | Promise<void>): void {
  if (isReady) test(name, run);
  else test.skip(`${name} (skipped: sid setup --embed has not been run)`, run);
}
