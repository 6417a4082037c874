// All items of a stream in memory, for what cannot be decided item by item.
import { concat } from '../../util/concat.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import { hashBytes } from '../../util/hash-file.ts';
import { packIds, toIds } from '../../artifacts/id-file.ts';
import { codeBatches } from './code-batches.ts';
import type { CodingJob } from './code-batches.ts';
import { encodeEmbeddings } from './code-embeddings.ts';
import type { FreshItems } from './resolve-collisions.ts';

/**
 * Codes a stream. Memory: ids and codes, and as much as `wants` says.
 *
 * @param wants latents: 4 Z bytes an item; sameness: a hash of each embedding
 * @throws UserError as `codeBatches`, and where an id stands twice or there are no items
 */
export async function gatherItems(
  job: CodingJob,
  wants: { readonly latents: boolean; readonly sameness: boolean },
): Promise<FreshItems> {
  const ids: (number | string)[] = [];
  const codes: Int32Array[] = [];
  const latents: Float32Array[] = [];
  const sameness: string[] = [];
  const { inputWidth } = job.quantizer.model;
  for await (const { itemIds, codes_BL, embeddings_BD } of codeBatches(job)) {
    for (const id of itemIds) ids.push(id);
    codes.push(codes_BL);
    if (wants.latents) latents.push(encodeEmbeddings(job.quantizer, embeddings_BD));
    if (!wants.sameness) continue;
    for (let from = 0; from < embeddings_BD.length; from += inputWidth) {
      sameness.push(hashOfFloats(embeddings_BD.subarray(from, from + inputWidth)));
    }
  }
  return {
    itemIds: toIds(ids, 'item_id', job.embeddings),
    codes_NL: concat(codes, Int32Array),
    z_NZ: concat(latents, Float32Array),
    sameness_N: wants.sameness ? sameness : null,
  };
}

/** Some of the items, in the order of their rows. */
export function selectItems(items: FreshItems, rows: readonly number[]): FreshItems {
  const { itemIds, codes_NL, z_NZ, sameness_N } = items;
  const numItems = Math.max(itemIds.length, 1);
  return {
    itemIds: packIds(rows.map((row) => itemIds[row])),
    codes_NL: gatherRows(codes_NL, codes_NL.length / numItems, rows),
    z_NZ: gatherRows(z_NZ, z_NZ.length / numItems, rows),
    sameness_N: sameness_N === null ? null : rows.map((row) => sameness_N[row]),
  };
}

/** SHA-256 of the bits. */
function hashOfFloats(floats: Float32Array): string {
  return hashBytes(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
}
