import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashInput } from '../../src/experiments/hash-input.ts';
import { temporaryFolder } from './tiny-run.ts';

test('a folder has one hash, however its path is spelled; other names are another', async () => {
  const root = temporaryFolder();
  for (const name of ['here', 'there']) mkdirSync(join(root, name, 'below'), { recursive: true });
  writeFileSync(join(root, 'here', 'below', 'a'), 'text');
  writeFileSync(join(root, 'there', 'below', 'b'), 'text');
  const hash = await hashInput(join(root, 'here'));
  for (const spelled of ['here/', './here', 'here/./', 'there/../here']) {
    expect(await hashInput(`${root}/${spelled}`), spelled).toBe(hash);
  }
  expect(await hashInput(join(root, 'there'))).not.toBe(hash);
  const working = process.cwd();
  process.chdir(root);
  try {
    expect(await hashInput('./here')).toBe(hash);
  } finally {
    process.chdir(working);
  }
});
