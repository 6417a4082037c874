import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { itemTruthPath, readItemCopies, writeItemTruth } from '../../src/artifacts/world-truth.ts';

test('copies come back as they were written', async () => {
  const corpus = mkdtempSync(join(tmpdir(), 'sid-truth-'));
  const copies = { copyOf: Int32Array.of(0, 1, 0), copyKind: ['none', 'none', 'near'] };
  await writeItemTruth(itemTruthPath(corpus), {
    itemIds: ['a', 'b', 'c'],
    cluster: [Int32Array.of(0, 1, 2), Int32Array.of(3, 4, 5), Int32Array.of(6, 7, 8)],
    quality: Float32Array.of(0.5, 0, -0.5),
    ...copies,
  });
  expect(await readItemCopies(corpus)).toEqual(copies);
});

test('a corpus that was not simulated: which ones know their copies', async () => {
  const corpus = mkdtempSync(join(tmpdir(), 'sid-truth-'));
  await expect(readItemCopies(corpus)).rejects.toThrow('sid simulate with ‹copyShare›');
});
