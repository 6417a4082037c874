// Balanced codes by Sinkhorn's algorithm.
import { portableExp } from '../../../util/portable-math.ts';

/** How strictly codes are used equally often. */
export interface BalanceOptions {
  /** Weight of the entropy: near 0 the cheapest equal assignment, larger ones nearer to equal for all. */
  readonly epsilon: number;
  /** Rounds of Sinkhorn's algorithm. */
  readonly iterations: number;
}

/** What the half range of distances is enlarged by, so that equal ones can be divided. */
const LEAST_RANGE = 1e-5;
/** A code with less of the plan is out: the factor that would fill it is too large for a double. */
const LEAST_SUM = 1e-300;

/**
 * A code for each row such that all codes come up about equally often, at the least sum of distances: entropic optimal
 * transport between the rows, each of the weight 1 / B, and the codes, each of the weight 1 / K.
 *
 *     P = exp(-d' / epsilon), d' the distances brought into [-1, 1];   u, v such that u P v has those sums;
 *     code_b = argmax_k P_bk v_k; a tie goes to the lower index
 *
 * The same bits on every processor: only sums, products and quotients of doubles.
 *
 * @param distances_BK square distances
 * @param numCodes K
 * @see Zheng 2024 (LC-Rec, arXiv 2311.09049); Cuturi 2013, Sinkhorn distances
 */
export function balancedCodes(
  distances_BK: Float32Array,
  numCodes: number,
  { epsilon, iterations }: BalanceOptions,
): Int32Array {
  const numRows = distances_BK.length / numCodes;
  const plan_BK = plan(distances_BK, numCodes, epsilon);
  const weight_K = new Float64Array(numCodes).fill(1);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const sum_K = new Float64Array(numCodes);
    for (let start = 0; start < plan_BK.length; start += numCodes) {
      let sum = 0;
      for (let k = 0; k < numCodes; k++) sum += plan_BK[start + k] * weight_K[k];
      const weight = 1 / (numRows * sum);
      for (let k = 0; k < numCodes; k++) sum_K[k] += plan_BK[start + k] * weight;
    }
    for (let k = 0; k < numCodes; k++) {
      weight_K[k] = sum_K[k] > LEAST_SUM ? 1 / (numCodes * sum_K[k]) : 0;
    }
  }
  return Int32Array.from({ length: numRows }, (_, row) => {
    const start = row * numCodes;
    let best = 0;
    for (let k = 1; k < numCodes; k++) {
      if (plan_BK[start + k] * weight_K[k] > plan_BK[start + best] * weight_K[best]) best = k;
    }
    return best;
  });
}

/** Each row up to a factor, which the algorithm takes away: its largest is 1, so that none is lost. */
function plan(distances_BK: Float32Array, numCodes: number, epsilon: number): Float64Array {
  let [least, most] = [Infinity, -Infinity];
  for (const distance of distances_BK) {
    least = Math.min(least, distance);
    most = Math.max(most, distance);
  }
  const scale = -1 / (((most - least) / 2 + LEAST_RANGE) * epsilon);
  const plan_BK = new Float64Array(distances_BK.length);
  for (let start = 0; start < plan_BK.length; start += numCodes) {
    let nearest = Infinity;
    for (let k = 0; k < numCodes; k++) nearest = Math.min(nearest, distances_BK[start + k]);
    for (let k = 0; k < numCodes; k++) {
      plan_BK[start + k] = portableExp(scale * (distances_BK[start + k] - nearest));
    }
  }
  return plan_BK;
}
