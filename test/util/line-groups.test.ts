import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLineGroups } from '../../src/util/line-groups.ts';

const path = join(mkdtempSync(join(tmpdir(), 'sid-lines-')), 'lines.txt');

test('groups of lines in any order, over more than a chunk', async () => {
  const long = 'x'.repeat(700_000);
  writeFileSync(path, ['é', long, '', long, 'last'].map((line) => `${line}\n`).join(''));
  const lines = await openLineGroups(path, [1, 3, 1]);
  expect(await lines.read(2)).toEqual(['last']);
  expect(await lines.read(1)).toEqual([long, '', long]);
  expect(await lines.read(0)).toEqual(['é']);
  await lines.close();
});

test('a file that is too short has fewer lines', async () => {
  writeFileSync(path, 'a\nb\nc');
  const lines = await openLineGroups(path, [1, 2, 1]);
  expect(await lines.read(0)).toEqual(['a']);
  expect(await lines.read(1)).toEqual(['b']);
  expect(await lines.read(2)).toEqual([]);
  await lines.close();
});
