import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';

/**
 * Compares a text with a golden file; `vitest -u` writes it anew. On a mismatch what came out is left beside it as
 * `*-changed.*`, which git ignores, to be looked at.
 *
 * @param name below test/golden, with its ending
 */
export async function expectGolden(text: string, name: string): Promise<void> {
  const path = resolve('test/golden', name);
  try {
    await expect(text).toMatchFileSnapshot(path);
  } catch (error) {
    writeFileSync(path.replace(/\.(\w+)$/, '-changed.$1'), text);
    throw error;
  }
}
