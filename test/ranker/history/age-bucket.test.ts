import { expect, test } from 'vitest';
import { ageShares, NUM_AGE_BUCKETS } from '../../../src/ranker/history/age-bucket.ts';

test('buckets are floor(log2 ms), kept within the table', () => {
  const ages = Float32Array.of(1, 1.5, 2, 1000, 3.6e6, 2 ** 40, 0, 9);
  const lengths = Int32Array.of(4, 3);
  const shares = ageShares(ages, lengths, new Float32Array(2 * NUM_AGE_BUCKETS));
  const plain = new Float32Array(2 * NUM_AGE_BUCKETS);
  for (const [b, row] of [
    [1, 1.5, 2, 1000],
    [3.6e6, 2 ** 40, 0],
  ].entries()) {
    for (const age of row) {
      const bucket = Math.min(35, Math.max(0, Math.floor(Math.log2(Math.max(age, 1)))));
      plain[b * NUM_AGE_BUCKETS + bucket] += 1 / row.length;
    }
  }
  shares.forEach((share, i) => expect(share).toBeCloseTo(plain[i], 6));
});
