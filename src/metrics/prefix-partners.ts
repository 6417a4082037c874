// Another item with the same first codes.
import type { Rng } from '../util/rng.ts';

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
  const prefix_N = numberPrefixes(codes, depth);
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

/** A number for each item that is the same where the first codes are. */
function numberPrefixes({ codes_NL, levels }: PrefixCodes, depth: number): Int32Array {
  const numItems = codes_NL.length / levels;
  const prefix_N = new Int32Array(numItems);
  for (let level = 0; level < depth; level++) {
    const numbers = new Map<string, number>();
    for (let item = 0; item < numItems; item++) {
      const key = `${prefix_N[item]} ${codes_NL[item * levels + level]}`;
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      prefix_N[item] = number;
    }
  }
  return prefix_N;
}
