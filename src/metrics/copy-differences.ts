// Relative differences of pairs.
import { mean } from '../util/stats.ts';

/** How differently a model sees an item and its copy. */
export interface CopyDifferences {
  /** Mean over impressions of |p1 - p2| / ((p1 + p2) / 2); NaN of none. */
  readonly difference: number;
  /** Mean over pairs of the pair's mean. */
  readonly byPair: number;
  readonly impressions: number;
  /** Pairs with an impression. */
  readonly pairs: number;
  /** No difference at all, to the bit: item and copy are given the same rows, whatever was learned. */
  readonly isUnchanged: boolean;
}

/**
 * A/A differences (Zheng 2025, section 5).
 *
 * @param probability of each impression
 * @param ofPartner the same with the pair's other item in its place
 * @param pair which pair an impression is of, below 0: of none
 */
export function copyDifferences(
  probability: Float32Array,
  ofPartner: Float32Array,
  pair: Int32Array,
): CopyDifferences {
  const all: number[] = [];
  const ofPair = new Map<number, number[]>();
  for (let i = 0; i < pair.length; i++) {
    if (pair[i] < 0) continue;
    const difference = relativeDifference(probability[i], ofPartner[i]);
    all.push(difference);
    const known = ofPair.get(pair[i]);
    if (known === undefined) ofPair.set(pair[i], [difference]);
    else known.push(difference);
  }
  return {
    difference: mean(all),
    byPair: mean(Array.from(ofPair.values(), mean)),
    impressions: all.length,
    pairs: ofPair.size,
    isUnchanged: all.length > 0 && all.every((difference) => difference === 0),
  };
}

/** |a - b| over their mean: 0 of equals, at most 2. */
export function relativeDifference(a: number, b: number): number {
  return Math.abs(a - b) / ((a + b) / 2);
}
