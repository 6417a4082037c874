// Codes as safetensors.
import { join } from 'node:path';
import { writeSafetensors } from '../../artifacts/write-safetensors.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import type { CodesToWrite } from './write-codes.ts';

/** Writes codes.safetensors (codes: int32 [N, L]) and item_ids.json, the ids in the same order. */
export async function writeCodeTensors({ sids, folder }: CodesToWrite): Promise<void> {
  const { itemIds, codes_NL, levels } = sids;
  const codes = { dtype: 'I32' as const, shape: [itemIds.length, levels], parts: [codes_NL] };
  await writeSafetensors(join(folder, 'codes.safetensors'), new Map([['codes', codes]]), {
    codebook_sizes: sids.codebookSizes.join(),
    quantizer: sids.quantizer,
  });
  await writeJsonWhole(join(folder, 'item_ids.json'), [...itemIds]);
}
