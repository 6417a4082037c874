import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareFolders } from './compare-folders.ts';
import { killAndCheck } from './kill-and-check.ts';
import { KILL_CASES } from './kill-case.ts';

const MINUTES = 60_000;

test.each(KILL_CASES.map((each) => [each.name, each] as const))(
  '%s: killed, it ends as an unbroken run does, and leaves nothing over',
  async (name, each) => {
    if (!existsSync('dist/bin/sid.js'))
      throw new Error('this tests the built program: build first');
    const folder = mkdtempSync(join(tmpdir(), `sid-kill-${name}-`));
    const { faults, kills } = await killAndCheck(each, folder, { times: 1, seed: 7 });
    expect(faults).toEqual([]);
    expect(kills).toBe(1);
  },
  10 * MINUTES,
);

test('what differs is found: a byte, a setting, a file too many; not a time', () => {
  const [a, b] = ['a', 'b'].map((name) => mkdtempSync(join(tmpdir(), `sid-differs-${name}-`)));
  const write = (folder: string, name: string, text: string): void =>
    writeFileSync(join(folder, name), text);
  for (const folder of [a, b]) {
    write(folder, 'run.json', '{"seconds": 1, "metrics": {"ne": 0.9, "seconds": 2}}');
    write(folder, 'model', 'weights');
  }
  write(b, 'run.json', readFileSync(join(b, 'run.json'), 'utf8').replace('2', '3'));
  expect(compareFolders(a, b)).toEqual([]);
  write(b, 'run.json', '{"seconds": 1, "metrics": {"ne": 0.8, "seconds": 2}}');
  write(b, 'model', 'weightz');
  write(b, 'x.partial', '');
  expect(compareFolders(a, b)).toEqual([
    'model: differs',
    'run.json: differs',
    'x.partial: left over',
  ]);
});
