import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  isPartialName,
  partialPath,
  sweepPartialsIn,
  sweepPartialsOf,
} from '../../src/util/partial-files.ts';
import { ownMark } from '../../src/util/process-mark.ts';

const GONE = `999999999-00000000-${ownMark().split('-')[2]}`;
const ELSEWHERE = '1-00000000-zzzzzz'.replaceAll('z', '0');

test('names', () => {
  expect(basename(partialPath('runs/a'))).toBe(`a.partial-${ownMark()}`);
  expect(isPartialName(basename(partialPath('runs/a')))).toBe(true);
  expect(
    ['a.partial', 'a.partial-12', 'a', 'a.partially', 'a.partial-x'].map(isPartialName),
  ).toEqual([true, true, false, false, false]);
});

test('what dead processes left is swept up, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-partial-'));
  mkdirSync(join(folder, 'deep', 'deeper'), { recursive: true });
  const kept = [
    'a',
    `a.partial-${ownMark()}`,
    `a.partial-${ELSEWHERE}`,
    'a.partial',
    'a.partial-x',
  ];
  for (const name of [...kept, `a.partial-${GONE}`, 'a.partial-999999999', `b.partial-${GONE}`]) {
    writeFileSync(join(folder, name), '');
  }
  mkdirSync(join(folder, 'deep', 'deeper', `c.partial-${GONE}`));
  sweepPartialsOf(join(folder, 'a'));
  expect(readdirSync(folder).sort()).toEqual([...kept, `b.partial-${GONE}`, 'deep'].sort());
  sweepPartialsIn(folder);
  expect(readdirSync(folder).sort()).toEqual([...kept, 'deep'].sort());
  expect(readdirSync(join(folder, 'deep', 'deeper'))).toEqual([]);
  sweepPartialsIn(join(folder, 'none'));
});
