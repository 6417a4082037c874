// Another item with the same first codes.
import type { Rng } from '../util/rng.ts';
import { groupByTuple } from './groups.ts';

export interface PrefixCodes {
  /** Codes of every item, coarse to fine. */
  readonly codes_NL: Int32Array;
  readonly levels: number;
}

/**
 * Draws another item with the same first codes, each such item with the same probability.
 *
 * @param depth n: how many codes are the same; 0: any item
 * @param candidates items to draw from, each once
 * @returns item -> another item, never the same one; -1 where there is none
 */
export function createPartnerDraw(
  codes: PrefixCodes,
  depth: number,
  candidates: Int32Array,
  rng: Rng,
): (item: number) => number {
  const tuples = { values_NJ: codes.codes_NL, width: codes.levels };
  const { group_N: prefix_N } = groupByTuple(tuples, 0, depth);
  const membersOf = new Map<number, number[]>();
  const place_N = new Int32Array(prefix_N.length).fill(-1);
  for (const item of candidates) {
    const members = membersOf.get(prefix_N[item]) ?? [];
    place_N[item] = members.length;
    members.push(item);
    membersOf.set(prefix_N[item], members);
  }
  return (item) => {
    const members = membersOf.get(prefix_N[item]) ?? [];
    const own = place_N[item];
    const others = own < 0 ? members.length : members.length - 1;
    if (others === 0) return -1;
    const drawn = rng.int(others);
    // Its own place is stepped over.
    return members[own >= 0 && drawn >= own ? drawn + 1 : drawn];
  };
}
