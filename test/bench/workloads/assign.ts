import { join } from 'node:path';
import { codeEmbeddings } from '../../../src/quantizer/code/code-embeddings.ts';
import { readQuantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { readItems } from './read-items.ts';
import type { Workload } from './workload.ts';

/** Semantic IDs of 2048 items; the "loss" is the mean code, so that both sides can be compared. */
export function createAssign(folder: string): Workload {
  const quantizer = readQuantizer(join(folder, 'model.safetensors'));
  const batches = readItems(folder);
  let next = 0;
  return {
    step() {
      const codes_BL = codeEmbeddings(quantizer, batches[next++ % batches.length]);
      return codes_BL.reduce((sum, code) => sum + code, 0) / codes_BL.length;
    },
  };
}
