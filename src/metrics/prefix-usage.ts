// How far prefixes tell items apart.
import { entropyBits } from './entropy-bits.ts';
import { sumByGroup } from './groups.ts';
import type { Groups } from './groups.ts';

/** How far the prefixes of one length tell items apart. */
export interface PrefixUsage {
  /** Different prefixes. */
  readonly prefixes: number;
  readonly entropyBits: number;
  /** Share of the weight that lies on items whose prefix another item has too. */
  readonly sharing: number;
  /** Share of the weight that the heaviest prefix has. */
  readonly largest: number;
}

/**
 * @param groups items by prefix
 * @param weight_N 1 for each item where not given; items of weight 0 are left out
 */
export function measurePrefixes(groups: Groups, weight_N?: ArrayLike<number>): PrefixUsage {
  const { group_N } = groups;
  const weight_G = sumByGroup(groups, weight_N);
  const items_G = sumByGroup(
    groups,
    Int32Array.from(group_N, (_, item) => Number(weight_N === undefined || weight_N[item] > 0)),
  );
  let [prefixes, total, shared, largest] = [0, 0, 0, 0];
  for (let group = 0; group < groups.numGroups; group++) {
    if (weight_G[group] === 0) continue;
    prefixes += 1;
    total += weight_G[group];
    if (items_G[group] > 1) shared += weight_G[group];
    largest = Math.max(largest, weight_G[group]);
  }
  return {
    prefixes,
    entropyBits: entropyBits(weight_G),
    sharing: shared / total,
    largest: largest / total,
  };
}
