import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimFolder } from '../../../src/experiments/compare/claim-folder.ts';
import { hashInput } from '../../../src/experiments/hash-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-claim-'));

test('one process at a time; a dead one does not count', () => {
  const out = join(folder, 'out');
  const release = claimFolder(out);
  expect(() => claimFolder(out)).toThrow(`${out} is in use by process ${process.pid}`);
  release();
  claimFolder(out)();
  writeFileSync(join(out, 'compare.lock'), '999999999');
  claimFolder(out)();
});

test('a folder with anything else in it is left alone', () => {
  const out = join(folder, 'other');
  mkdirSync(out);
  writeFileSync(join(out, 'thesis.txt'), 'x');
  expect(() => claimFolder(out)).toThrow(/holds something else than a comparison/);
  mkdirSync(join(out, 'trials'));
  claimFolder(out)();
});

test('the hash of a folder follows names and bytes, not half-written files', async () => {
  const data = join(folder, 'data');
  mkdirSync(join(data, 'days'), { recursive: true });
  writeFileSync(join(data, 'a'), '1');
  writeFileSync(join(data, 'days', 'b'), '2');
  const before = await hashInput(data);
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  writeFileSync(join(data, 'c.partial-17'), '3');
  writeFileSync(join(data, 'run.json'), '{"startedAt":"today"}');
  expect(await hashInput(data)).toBe(before);
  expect(await hashInput(`${data}/`)).toBe(before);
  writeFileSync(join(data, 'days', 'b'), '3');
  expect(await hashInput(data)).not.toBe(before);
  await expect(hashInput(join(folder, 'none'))).rejects.toThrow(/none does not exist/);
  // sha256 of "1"
  expect(await hashInput(join(data, 'a'))).toBe(
    '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b',
  );
});
