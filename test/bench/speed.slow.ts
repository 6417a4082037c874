// The benchmark side by side with PyTorch, every ratio against its threshold.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('no ratio is below its threshold, no process takes more memory', () => {
  const words = ['dist/test/bench/bench.js', '--check'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  console.log(stdout);
  expect(status, stderr).toBe(0);
});
