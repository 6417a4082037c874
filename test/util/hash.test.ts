import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashFile } from '../../src/util/hash-file.ts';
import { hashId, hashInts, hashToUnit, mix32 } from '../../src/util/hash.ts';

test("mix32 is MurmurHash3's finalizer", () => {
  // Values of fmix32, worked out with arbitrary-precision arithmetic.
  const reference = (value: bigint): bigint => {
    const mask = 0xffffffffn;
    let h = value & mask;
    h = ((h ^ (h >> 16n)) * 0x85ebca6bn) & mask;
    h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) & mask;
    return h ^ (h >> 16n);
  };
  for (const value of [0, 1, 42, 0x7fffffff, 0xffffffff]) {
    expect(mix32(value)).toBe(Number(reference(BigInt(value))));
  }
});

test('hashes are spread evenly and depend on every part', () => {
  const bins = new Array<number>(10).fill(0);
  for (let i = 0; i < 50_000; i++) bins[Math.floor(10 * hashToUnit(hashInts(7, i)))] += 1;
  for (const count of bins) expect(Math.abs(count - 5000)).toBeLessThan(350);
  expect(hashInts(1, 2)).not.toBe(hashInts(2, 1));
  expect(hashId(5, 1)).not.toBe(hashId(5, 2));
  expect(hashId(5 + 2 ** 32, 1)).not.toBe(hashId(5, 1));
  expect(hashId('5', 1)).not.toBe(hashId('6', 1));
});

test("a file's hash is SHA-256 of its bytes", async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'sid-hash-')), 'file');
  writeFileSync(path, 'some bytes');
  expect(await hashFile(path)).toBe(createHash('sha256').update('some bytes').digest('hex'));
});
