import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockComparison } from '../../../src/experiments/compare/lock-comparison.ts';
import { hashInput } from '../../../src/experiments/hash-input.ts';
import { ownMark } from '../../../src/util/process-mark.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-claim-'));

const GONE = '999999999-00000000-' + ownMark().split('-')[2];

async function claim(out: string, said: string[] = []): Promise<() => void> {
  return lockComparison(out, (line) => said.push(line), 0.2);
}

test('one process at a time; a dead one does not count, and what it left is swept up', async () => {
  const out = join(folder, 'out');
  const release = await claim(out);
  const said: string[] = [];
  await expect(claim(out, said)).rejects.toThrow(`${out} is in use by process ${process.pid}`);
  expect(said).toEqual([`process ${process.pid} works in ${out}: waiting 0.2 s at most`]);
  release();
  (await claim(out))();
  expect(readdirSync(out)).toEqual([]);

  const trial = join(out, 'trials', 'prefix-seed-1');
  for (const name of ['run', 'run.partial', `segments.partial-${GONE}`, 'drift.partial']) {
    mkdirSync(join(trial, name), { recursive: true });
  }
  writeFileSync(join(trial, 'run', 'run.json'), '{}');
  writeFileSync(join(out, `owner.partial-${GONE}`), '');
  writeFileSync(join(out, `results.json.partial-${GONE}`), '');
  const releaseAgain = await claim(out);
  // What can be gone on with stays, what is finished does not lie there twice.
  expect(readdirSync(trial).sort()).toEqual(['drift.partial', 'run']);
  releaseAgain();
  expect(readdirSync(out)).toEqual(['trials']);
});

test('a folder with anything else in it is left alone', async () => {
  const out = join(folder, 'other');
  mkdirSync(out);
  writeFileSync(join(out, 'thesis.txt'), 'x');
  await expect(claim(out)).rejects.toThrow(/holds something else than a comparison/);
  mkdirSync(join(out, 'trials'));
  (await claim(out))();
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
