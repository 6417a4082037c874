// The click tower, Bypass, sums over groups.
import type { BypassBlock } from './bypass-block.ts';
import { towerRoomLength, towerSumsLength } from './click-tower.ts';
import type { ClickTower } from './click-tower.ts';
import { EXAMPLES_PER_GROUP, numGroups } from './example-groups.ts';
import type { KernelMemory } from './kernel-memory.ts';
import type { SharedJobs } from './shared-job.ts';

/** The kernels of what is done for each example: the ranker's dense part, and Bypass. */
export interface DenseKernels {
  /** From features, history and target to `probabilities`, and to `gradients` where they are wanted. */
  climb(tower: ClickTower): void;
  /** From the clicks to `history`. */
  bypass(block: BypassBlock): void;
  /** From `dHistory` to `dClicks` and `sums`; the block must be as `bypass` left it. */
  bypassBack(block: BypassBlock): void;
  /** out[j] = sum_g sums[g, j], in the order of the groups; lengths are multiples of 4. */
  sumGroups(sums: Float32Array, out: Float32Array): void;
}

/** Words of a layer, of assembly/dense/layer.ts. */
const LAYER_WORDS = 6;
const MOST_LAYERS = 64;
/** Floats of a place of assembly/sum-groups.ts, and places of a chunk. */
const SUM_PLACE = 64;
const SUM_CHUNK = 32;

/** @param at the address of an array, checked to be in the kernels' memory */
export function createDenseKernels(
  memory: KernelMemory,
  jobs: SharedJobs,
  at: (array: Float32Array | Int32Array) => number,
  numThreads: number,
): DenseKernels {
  const words = memory.int32(32);
  const layerWords = memory.int32(LAYER_WORDS * MOST_LAYERS);
  let room = memory.float32(0);

  const writeLayers = ({ layers }: ClickTower): void => {
    if (layers.length > MOST_LAYERS) {
      throw new Error(`a tower has ${MOST_LAYERS} layers at most, got ${layers.length}`);
    }
    let sumsOffset = 0;
    layers.forEach(({ numInputs, numOutputs, weight, weightBack, bias }, i) => {
      const addresses = [weight, weightBack, bias].map(at);
      layerWords.set([numInputs, numOutputs, ...addresses, sumsOffset], i * LAYER_WORDS);
      sumsOffset += (numInputs + 1) * numOutputs;
    });
  };
  // The order of assembly/dense/bypass.ts.
  const writeBypass = (block: BypassBlock): void => {
    const { numExamples, historyLength, width, numAges } = block;
    const sumsLength = (width + numAges) * width;
    words.set([numExamples, EXAMPLES_PER_GROUP, historyLength, width, numAges, sumsLength]);
    const given = [block.items, block.index, block.lengths, block.ages, block.ageVectors];
    const made = [
      block.places,
      block.shares,
      block.clicks,
      block.history,
      block.dHistory,
      block.dClicks,
    ];
    words.set([...given, block.weight, block.weightBack, ...made, block.sums].map(at), 6);
  };
  const run = (kind: 'climb' | 'bypass' | 'bypassBack', numExamples: number): void =>
    jobs.run(kind, numGroups(numExamples), [words.byteOffset], undefined, 1);

  return {
    climb(tower) {
      const { numExamples, width, layers, numDenseLayers, gradients } = tower;
      const each = towerRoomLength(layers, numDenseLayers);
      if (room.length < numThreads * each) room = memory.float32(numThreads * each);
      writeLayers(tower);
      // The order of assembly/dense/tower.ts.
      words.set([numExamples, EXAMPLES_PER_GROUP, width, numDenseLayers]);
      words.set([layers.length - numDenseLayers, gradients === undefined ? 0 : 1], 4);
      words.set([towerSumsLength(layers), each, layerWords.byteOffset], 6);
      const { features, history, target, labels, probabilities } = tower;
      words.set([features, history, target, labels, probabilities].map(at), 9);
      const back = gradients && [gradients.history, gradients.target, gradients.sums];
      words.set(back?.map(at) ?? [0, 0, 0], 14);
      words.set([room.byteOffset], 17);
      run('climb', numExamples);
    },
    bypass(block) {
      writeBypass(block);
      run('bypass', block.numExamples);
    },
    bypassBack(block) {
      writeBypass(block);
      run('bypassBack', block.numExamples);
    },
    sumGroups(sums, out) {
      const places = Math.ceil(out.length / SUM_PLACE);
      const sizes = [sums.length / out.length, out.length];
      jobs.run('sumGroups', places, [at(sums), at(out), ...sizes], undefined, SUM_CHUNK);
    },
  };
}
