// Who attended to whom.
import type { AttentionBlock } from '../../kernels/attention/attention-layout.ts';
import { filledUp } from '../../kernels/example-groups.ts';
import type { AttentionMap } from './history-module.ts';

/** A copy of what `attend` kept, each example's matrix spread from its own number of clicks to T. */
export function readAttention(block: AttentionBlock): AttentionMap {
  const { historyLength: T, numSeeds, numExamples, lengths_B, attention_BQK } = block;
  const numQueries = numSeeds > 0 ? numSeeds : T;
  const keptOfOne = attention_BQK.length / Math.max(1, numExamples);
  const attention_BQT = new Float32Array(numExamples * numQueries * T);
  for (let b = 0; b < numExamples; b++) {
    const length = lengths_B[b];
    const queries = numSeeds > 0 ? numSeeds : length;
    const rowLength = filledUp(length);
    for (let q = 0; q < queries; q++) {
      const begin = b * keptOfOne + q * rowLength;
      const row = attention_BQK.subarray(begin, begin + length);
      attention_BQT.set(row, (b * numQueries + q) * T);
    }
  }
  return { queries: numSeeds > 0 ? 'seeds' : 'clicks', numQueries, attention_BQT };
}
