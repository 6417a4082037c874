import { expect, test } from 'vitest';
import { KernelMemory } from '../../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../../src/kernels/kernels.ts';
import { NUM_AGE_BUCKETS } from '../../../src/ranker/history/history-module.ts';

/** The share of each bucket in each example's clicks, as the kernel of Bypass counts them. */
function ageShares(agesMs: readonly number[], lengths: readonly number[]): Float32Array {
  const memory = new KernelMemory();
  const kernels = createKernels(memory, 1);
  const [B, M] = [lengths.length, 4];
  const rows = (width: number): Float32Array => memory.float32((B + 1) * width);
  const ages = memory.float32(agesMs.length);
  ages.set(agesMs);
  const lengths_B = memory.int32(B);
  lengths_B.set(lengths);
  const shares = rows(NUM_AGE_BUCKETS);
  kernels.bypass({
    numExamples: B,
    historyLength: agesMs.length / B,
    width: M,
    numAges: NUM_AGE_BUCKETS,
    items: memory.float32(M),
    index: memory.int32(agesMs.length),
    lengths: lengths_B,
    ages,
    ageVectors: memory.float32(NUM_AGE_BUCKETS * M),
    weight: memory.float32(M * M),
    weightBack: memory.float32(M * M),
    places: memory.int32(B),
    shares,
    clicks: rows(M),
    history: rows(M),
    dHistory: rows(M),
    dClicks: rows(M),
    sums: memory.float32((M + NUM_AGE_BUCKETS) * M),
  });
  kernels.close();
  return shares.subarray(0, B * NUM_AGE_BUCKETS);
}

test('buckets are floor(log2 ms), kept within the table', () => {
  const shares = ageShares([1, 1.5, 2, 1000, 3.6e6, 2 ** 40, 0, 9], [4, 3]);
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
