// Codes as safetensors.
import { join } from 'node:path';
import { writeCheckpoint } from '../../artifacts/checkpoint.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import type { CodesToWrite } from './write-codes.ts';

/** Writes codes.safetensors (codes: int32 [N, L]) and item_ids.json, the ids in the same order. */
export async function writeCodeTensors({ sids, folder }: CodesToWrite): Promise<void> {
  const { itemIds, codes_NL, levels } = sids;
  const tensors = new Map([['codes', { shape: [itemIds.length, levels], values: codes_NL }]]);
  const metadata = { codebook_sizes: sids.codebookSizes.join(), quantizer: sids.quantizer };
  await writeCheckpoint(join(folder, 'codes.safetensors'), { tensors, metadata });
  await writeJsonWhole(join(folder, 'item_ids.json'), [...itemIds]);
}
