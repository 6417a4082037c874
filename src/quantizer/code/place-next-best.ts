// The nearest codes that are free, where only so many items may have one semantic ID.
import { setting, UserError } from '../../util/errors.ts';
import type { Ids } from '../../util/ids.ts';
import type { Codebooks } from '../model/quantizer-model.ts';
import { prefixKeys } from './prefix-keys.ts';
import type { PrefixKey } from './prefix-keys.ts';
import { createResidualSteps } from './residual-distance.ts';

/** Items that are to be placed. */
export interface PlacedItems {
  readonly itemIds: Ids;
  readonly z_NZ: Float32Array;
  /** What the model gives each: its first choice. */
  readonly codes_NL: Int32Array;
  /** Equal where two embeddings are, bit for bit: such items have one ID and take one place. Null: nobody shares. */
  readonly sameness_N: readonly string[] | null;
}

/** Items that have their codes already. */
export interface TakenPlaces {
  readonly codes_EL: Int32Array;
  /** Null where their embeddings are not known, or nobody shares. */
  readonly sameness_E: readonly (string | null)[] | null;
}

/**
 * Places items one after another, those first that their first choice leaves least of (then in the order of the file). An item
 * keeps its first choice while there is room. Else it gets the nearest code of the last level that has room under the same
 * prefix, and where the prefix has none, the next nearest code of the level before, with the nearest code of the last level
 * that has room there; and so on.
 *
 * @param capacity items of one semantic ID at most
 * @returns codes_NL
 * @throws UserError where there are fewer places than items
 */
export function placeNextBest(
  model: Codebooks,
  { itemIds, z_NZ, codes_NL, sameness_N }: PlacedItems,
  { codes_EL, sameness_E }: TakenPlaces,
  capacity: number,
): Int32Array {
  const steps = createResidualSteps(model);
  const { levels, width, codebookSizes } = steps;
  const keys = Array.from({ length: levels + 1 }, (_, length) => prefixKeys(codebookSizes, length));
  const taken = keys.map(() => new Map<PrefixKey, number>());
  const room = Array.from({ length: levels + 1 }, (_, length) =>
    codebookSizes.slice(length).reduce((product, size) => product * size, capacity),
  );
  const isFull = (codes_L: Int32Array, length: number): boolean =>
    (taken[length].get(keys[length](codes_L, 0)) ?? 0) >= room[length];
  const take = (codes_L: Int32Array): void => {
    keys.forEach((keyOf, length) => {
      const key = keyOf(codes_L, 0);
      taken[length].set(key, (taken[length].get(key) ?? 0) + 1);
    });
  };
  const bySameness = new Map<string, Int32Array>();
  for (let row = 0; row * levels < codes_EL.length; row++) {
    const codes_L = codes_EL.subarray(row * levels, (row + 1) * levels);
    const same = sameness_E?.[row] ?? null;
    if (same !== null && bySameness.has(same)) continue;
    if (same !== null) bySameness.set(same, codes_L);
    take(codes_L);
  }
  /** Fills in the codes from `level` on. */
  const place = (
    codes_L: Int32Array,
    level: number,
    r_Z: Float64Array,
    first_L: Int32Array | null,
  ): void => {
    if (level === levels) return;
    const first = first_L?.[level];
    if (first !== undefined) {
      codes_L[level] = first;
      if (!isFull(codes_L, level + 1)) {
        place(codes_L, level + 1, steps.behind(r_Z, level, first), first_L);
        return;
      }
    }
    let [best, least] = [-1, Infinity];
    for (let code = 0; code < codebookSizes[level]; code++) {
      codes_L[level] = code;
      const distance = steps.distance(r_Z, level, code, least);
      if (distance < least && !isFull(codes_L, level + 1)) [best, least] = [code, distance];
    }
    codes_L[level] = best;
    place(codes_L, level + 1, steps.behind(r_Z, level, best), null);
  };
  const latent = (item: number): Float64Array =>
    Float64Array.from(z_NZ.subarray(item * width, (item + 1) * width));
  const numItems = itemIds.length;
  const left_N = Float64Array.from({ length: numItems }, (_, item) =>
    steps.left(latent(item), codes_NL.subarray(item * levels, (item + 1) * levels)),
  );
  const order = Int32Array.from({ length: numItems }, (_, item) => item);
  order.sort((a, b) => left_N[a] - left_N[b] || a - b);
  const placed_NL = new Int32Array(codes_NL.length);
  for (const item of order) {
    const codes_L = placed_NL.subarray(item * levels, (item + 1) * levels);
    const same = sameness_N?.[item];
    const shared = same === undefined ? undefined : bySameness.get(same);
    if (shared !== undefined) {
      codes_L.set(shared);
      continue;
    }
    if (isFull(codes_L, 0)) {
      throw new UserError(
        `item ${itemIds[item]}: all ${room[0]} places are taken (${codebookSizes.join(' x ')} codes, ${capacity} of each); ` +
          `raise ${setting('capacity')}, or train more codes`,
      );
    }
    place(codes_L, 0, latent(item), codes_NL.subarray(item * levels, (item + 1) * levels));
    take(codes_L);
    if (same !== undefined) bySameness.set(same, codes_L);
  }
  return placed_NL;
}
