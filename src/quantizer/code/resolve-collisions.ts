// Items that the model gives the same codes, told apart by a policy.
import type { CollisionRules } from '../../artifacts/sids-making.ts';
import { concat } from '../../util/concat.ts';
import type { Ids } from '../../util/ids.ts';
import type { Codebooks } from '../model/quantizer-model.ts';
import { countApart } from './count-apart.ts';
import { placeNextBest } from './place-next-best.ts';

/** Items that the model has coded, in the order of their file. */
export interface FreshItems {
  readonly itemIds: Ids;
  readonly codes_NL: Int32Array;
  /** Their latents; empty where the policy asks for none. */
  readonly z_NZ: Float32Array;
  /** Equal where two embeddings are, bit for bit. Null: nobody shares. */
  readonly sameness_N: readonly string[] | null;
}

/** Items that have their codes already, those of the policy among them. */
export interface PublishedItems {
  readonly full_EL: Int32Array;
  /** Null where an embedding is not known; null: nobody shares. */
  readonly sameness_E: readonly (string | null)[] | null;
}

export const NOBODY: PublishedItems = { full_EL: new Int32Array(0), sameness_E: null };

/** Items of one ID under `next-best` where no capacity is given. */
const USUAL_CAPACITY = 1;

/** Levels of an ID: one more with a counting level. */
export function levelsWith({ collisions }: CollisionRules, levelsBefore: number): number {
  return levelsBefore + (collisions === 'count' ? 1 : 0);
}

/**
 * The codes of items that come after others.
 *
 * @returns full_NL, L levels of the file: see `levelsWith`
 * @throws UserError naming an item for which there is no room
 */
export function resolveCollisions(
  model: Codebooks,
  { collisions, capacity }: CollisionRules,
  items: FreshItems,
  before: PublishedItems,
): Int32Array {
  const { codes_NL } = items;
  if (collisions === 'keep') return codes_NL;
  const { full_EL, sameness_E } = before;
  if (collisions === 'next-best') {
    const taken = { codes_EL: full_EL, sameness_E };
    return placeNextBest(model, items, taken, capacity ?? USUAL_CAPACITY);
  }
  const { codebookSizes } = model;
  const levels = codebookSizes.length;
  const numBefore = full_EL.length / (levels + 1);
  const base_EL = new Int32Array(numBefore * levels);
  const given_N = new Int32Array(numBefore + items.itemIds.length).fill(-1);
  for (let row = 0; row < numBefore; row++) {
    const from = row * (levels + 1);
    base_EL.set(full_EL.subarray(from, from + levels), row * levels);
    given_N[row] = full_EL[from + levels];
  }
  const nobodyOf = (count: number): null[] => Array<null>(count).fill(null);
  const all = {
    itemIds: [...nobodyOf(numBefore).map(String), ...Array.from(items.itemIds, String)],
    codes_NL: concat([base_EL, codes_NL], Int32Array),
    sameness_N: [
      ...(sameness_E ?? nobodyOf(numBefore)),
      ...(items.sameness_N ?? nobodyOf(items.itemIds.length)),
    ],
    given_N,
  };
  const count_N = countApart(all, codebookSizes, capacity).subarray(numBefore);
  return withCounts(codes_NL, count_N, levels);
}

/** Codes with one more level. */
export function withCounts(codes_NL: Int32Array, count_N: Int32Array, levels: number): Int32Array {
  const full_NL = new Int32Array(count_N.length * (levels + 1));
  for (let item = 0; item < count_N.length; item++) {
    full_NL.set(codes_NL.subarray(item * levels, (item + 1) * levels), item * (levels + 1));
    full_NL[item * (levels + 1) + levels] = count_N[item];
  }
  return full_NL;
}

/** Codes of each level of a file: with a counting level as many as its capacity, or as there are. */
export function sizesWith(
  { collisions, capacity }: CollisionRules,
  modelSizes: readonly number[],
  full_NL: Int32Array,
): readonly number[] {
  if (collisions !== 'count') return modelSizes;
  if (capacity !== null) return [...modelSizes, capacity];
  const levels = modelSizes.length + 1;
  let most = 0;
  for (let i = levels - 1; i < full_NL.length; i += levels) most = Math.max(most, full_NL[i]);
  return [...modelSizes, most + 1];
}
