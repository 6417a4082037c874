// An attention block, forward and backward.
import { roomLength, sumsLength } from './attention-block.ts';
import type { AttentionBlock } from './attention-block.ts';
import type { KernelMemory } from './kernel-memory.ts';
import type { SharedJobs } from './shared-job.ts';

/** The two kernels of an attention block. */
export interface AttentionKernels {
  /** From the clicks to `history`. */
  attend(block: AttentionBlock): void;
  /** From `dHistory` to `dClicks` and `sums`; the block must be as `attend` left it. */
  attendBack(block: AttentionBlock): void;
}

/** @param at the address of an array, checked to be in the kernels' memory */
export function createAttentionKernels(
  memory: KernelMemory,
  jobs: SharedJobs,
  at: (array: Float32Array | Int32Array) => number,
  numThreads: number,
): AttentionKernels {
  const words = memory.int32(64);
  let room = memory.float32(0);
  const run = (kind: 'attend' | 'attendBack', block: AttentionBlock): void => {
    const { numExamples, groupSize, kept } = block;
    const each = roomLength(block);
    if (room.length < numThreads * each) room = memory.float32(numThreads * each);
    // The order of assembly/attention/block.ts.
    words.set([
      numExamples,
      block.historyLength,
      block.width,
      block.hidden,
      block.numSeeds,
      block.numAges,
      groupSize,
      sumsLength(block),
      each,
      ...[block.items, block.index, block.lengths, block.ages].map(at),
      ...[block.ageVectors, block.positionVectors].map(at),
      ...[block.scores, block.scoresBack, block.scoreBias].map(at),
      ...[block.value, block.valueBack, block.residual].map(at),
      ...[block.weight1, block.weight1Back, block.bias1].map(at),
      ...[block.weight2, block.weight2Back, block.bias2].map(at),
      ...[kept.units1, kept.inverses1, kept.queries, kept.attention].map(at),
      ...[kept.mixed, kept.units2, kept.inverses2, kept.signs].map(at),
      ...[block.pooledHidden, block.history, block.dHistory, block.dPooledHidden].map(at),
      ...[block.dClicks, block.sums, room].map(at),
    ]);
    jobs.run(kind, Math.ceil(numExamples / groupSize), [words.byteOffset], undefined, 1);
  };
  return {
    attend: (block) => run('attend', block),
    attendBack: (block) => run('attendBack', block),
  };
}
