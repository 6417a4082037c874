import { expect, test } from 'vitest';
import { DistinctIndex } from '../../../src/ranker/sparse/distinct-index.ts';
import { Rng } from '../../../src/util/rng.ts';

test.each([10, 5000])('numbers distinct values as a Map would, %i of them', (limit) => {
  const index = new DistinctIndex(16);
  const rng = Rng.fromSeed(limit);
  for (let round = 0; round < 3; round++) {
    index.clear();
    const plain = new Map<number, number>();
    for (let i = 0; i < 20_000; i++) {
      const value = rng.int(limit) * 65536;
      if (!plain.has(value)) plain.set(value, plain.size);
      expect(index.numberOf(value)).toBe(plain.get(value));
    }
    expect([...index.values]).toEqual([...plain.keys()]);
  }
});
