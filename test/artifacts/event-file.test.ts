import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEventFile } from '../../src/artifacts/event-file.ts';
import { readEventFile } from '../support/read-event-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-events-'));

test('what was written comes back, at steps of any size', () => {
  const path = join(folder, 'new', 'events.out.tfevents.1');
  const file = createEventFile(path, 2e9);
  file.write(0, { 'a/b': 0.5 }, 2e9 + 1);
  file.write(127, { a: -1, b: 2 ** 20 }, 2e9 + 2);
  file.write(128, { a: 3 }, 2e9 + 3);
  file.write(5_000_000_000, { long: 0.25, [`name ${'x'.repeat(200)}`]: 4 }, 2e9 + 4);
  expect(readEventFile(path)).toEqual([
    { tag: 'a/b', step: 0, value: 0.5 },
    { tag: 'a', step: 127, value: -1 },
    { tag: 'b', step: 127, value: 2 ** 20 },
    { tag: 'a', step: 128, value: 3 },
    { tag: 'long', step: 5_000_000_000, value: 0.25 },
    { tag: `name ${'x'.repeat(200)}`, step: 5_000_000_000, value: 4 },
  ]);
});

test('what is not finite is left out', () => {
  const path = join(folder, 'events.out.tfevents.2');
  const file = createEventFile(path, 2e9);
  const empty = readFileSync(path).length;
  file.write(1, { a: NaN, b: Infinity }, 2e9);
  expect(readFileSync(path)).toHaveLength(empty);
  file.write(2, { a: NaN, b: 1 }, 2e9);
  expect(readEventFile(path)).toEqual([{ tag: 'b', step: 2, value: 1 }]);
});

test('a file that is there is not written over', () => {
  const path = join(folder, 'events.out.tfevents.3');
  createEventFile(path, 2e9);
  expect(() => createEventFile(path, 2e9)).toThrow('EEXIST');
});
