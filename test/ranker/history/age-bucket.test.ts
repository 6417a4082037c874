import { expect, test } from 'vitest';
import { BYPASS } from '../../../src/kernels/bypass/bypass-layout.ts';
import { KernelMemory } from '../../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../../src/kernels/kernels.ts';
import { createBlock } from '../../../src/kernels/layout/create-block.ts';
import { Scratch } from '../../../src/kernels/scratch.ts';
import { NUM_AGE_BUCKETS } from '../../../src/ranker/history/history-module.ts';

/** The share of each bucket in each example's clicks, as the kernel of Bypass counts them. */
function ageShares(agesMs: readonly number[], lengths: readonly number[]): Float32Array {
  const memory = new KernelMemory();
  const kernels = createKernels(memory, 1);
  const B = lengths.length;
  const block = createBlock(BYPASS, new Scratch(memory), {
    ...{ numExamples: B, historyLength: agesMs.length / B, width: 4, numAges: NUM_AGE_BUCKETS },
    items_UM: memory.float32(4),
  });
  block.ages_BT.set(agesMs);
  block.lengths_B.set(lengths);
  kernels.bypass(block);
  kernels.close();
  return block.shares_BA;
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
