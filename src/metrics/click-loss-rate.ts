// What swapped items cost.

/** What is lost where items are swapped for others. */
export interface ClickLossRate {
  /** (CTR(S') - CTR(S)) / CTR(S) with CTR = mean predicted probability; below 0: a loss. NaN of no impressions. */
  readonly rate: number;
  /** Share of S that was left out on both sides, since there was nothing to swap with; NaN of an empty S. */
  readonly leftOut: number;
  /** No swap changed a probability by a bit, since the model is given the same rows: nothing was learned that could. */
  readonly isUnchanged: boolean;
}

/**
 * Click loss rate (Zheng 2025, Figure 5).
 *
 * @param probability of each impression
 * @param swapped the same with another item; NaN where there is none
 * @param chosen S: positions in both
 */
export function clickLossRate(
  probability: Float32Array,
  swapped: Float32Array,
  chosen: Int32Array,
): ClickLossRate {
  let before = 0;
  let after = 0;
  let numSwapped = 0;
  let numChanged = 0;
  for (const i of chosen) {
    if (Number.isNaN(swapped[i])) continue;
    before += probability[i];
    after += swapped[i];
    numSwapped += 1;
    if (swapped[i] !== probability[i]) numChanged += 1;
  }
  return {
    rate: (after - before) / before,
    leftOut: 1 - numSwapped / chosen.length,
    isUnchanged: numSwapped > 0 && numChanged === 0,
  };
}

/**
 * Positions of the impressions with the highest probabilities, highest first; of equals the first.
 *
 * @param percent of all, rounded up to whole impressions
 */
export function topImpressions(probability: Float32Array, percent: number): Int32Array {
  const order = Int32Array.from(probability, (_, i) => i);
  order.sort((a, b) => probability[b] - probability[a] || a - b);
  return order.slice(0, Math.ceil((percent / 100) * probability.length));
}
