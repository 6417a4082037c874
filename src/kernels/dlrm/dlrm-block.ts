// The ranker's dense part: its layers and what it takes, written for the kernel.
import { BlockWords } from '../layout/block-words.ts';
import type { BlockOf } from '../layout/layout.ts';
import type { KernelMemory } from '../kernel-memory.ts';
import { dlrmSumsLength, LINEAR } from './dlrm-layout.ts';
import type { DLRM, DlrmBlock } from './dlrm-layout.ts';

/** Writes layers and turns what the caller gives into the kernel's block. */
export function createDlrmWriter(memory: KernelMemory): (block: DlrmBlock) => BlockOf<typeof DLRM> {
  const words: BlockWords[] = [];
  let layers_L = memory.int32(0);
  return (block) => {
    const { layers, gradients, ...rest } = block;
    if (layers_L.length !== layers.length) layers_L = memory.int32(layers.length);
    let sumsOffset = 0;
    layers.forEach((layer, i) => {
      words[i] ??= new BlockWords(LINEAR, memory);
      words[i].write({ ...layer, sumsOffset });
      layers_L[i] = words[i].address;
      sumsOffset += (layer.numInputs + 1) * layer.numOutputs;
    });
    return {
      ...rest,
      layers_L,
      sumsLength: dlrmSumsLength(layers),
      activationsLength: activationsLength(block),
      dHistory_BM: gradients?.history_BM,
      dTarget_BM: gradients?.target_BM,
      dCategories_CBM: gradients?.categories_CBM,
      sums_GP: gradients?.sums_GP,
    };
  };
}

/** All outputs, the interaction, and two arrays for gradients as wide as the widest of them. */
function activationsLength({ layers, numDenseLayers }: DlrmBlock): number {
  const outputs = layers.reduce((sum, { numOutputs }) => sum + numOutputs, 0);
  const widths = layers.flatMap(({ numInputs, numOutputs }) => [numInputs, numOutputs]);
  return outputs + layers[numDenseLayers].numInputs + 2 * Math.max(...widths);
}
