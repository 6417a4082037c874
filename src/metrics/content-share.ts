// How much of what is real in items' click rates their neighbors in content share.
import type { Rng } from '../util/rng.ts';
import { quantile } from '../util/stats.ts';
import type { Interval, WithInterval } from './interval.ts';

/** Items with their clicks by two halves of the users. */
export interface RatedItems {
  /** Impressions by users of the first and of the second half. */
  readonly impressions_N: readonly [Float64Array, Float64Array];
  /** Clicks less those expected at the mean rate of each day; by half. */
  readonly excess_N: readonly [Float64Array, Float64Array];
}

export interface ContentShare {
  readonly items: number;
  /** Standard deviation over items of the real click rate, without the noise of clicks. */
  readonly rateSpread: number;
  /** Share of the variance of observed rates that is real. */
  readonly reliability: number;
  /** Share of the real variance that nearest neighbors share: 0 content says nothing, 1 it says all. */
  readonly share: WithInterval;
  /** The same by the number of neighbors. */
  readonly byNeighbors: readonly { readonly neighbors: number; readonly share: number }[];
}

/** Numbers of neighbors that are tried. */
const NEIGHBORS = [1, 2, 4, 8, 16, 32];
export const MOST_NEIGHBORS = NEIGHBORS[NEIGHBORS.length - 1];
const RESAMPLES = 500;

/**
 * Of the variance of items' click rates that is real, the share that their nearest neighbors in content have in common.
 *
 * An item's rate y is taken less what is expected of its days, by two halves of the users, A and B, which have no user and
 * hence no noise in common. With weights w, sums over items i, and f_k the weighted mean rate of an item's k nearest neighbors:
 *
 *     real variance  T   = sum w yA yB / sum w
 *     shared with k  C_k = sum w (yA fB_k + yB fA_k) / 2 / sum w
 *     share              = C_k / T
 *
 * Neither the noise of clicks nor users who click more than others enter C and T in expectation: no item is its own neighbor, and no
 * user is on both sides. Where clicks have nothing to do with content C is 0 in expectation; where neighbors have the item's
 * true rate it is T. A neighborhood that is wider than what is alike in content lowers the share (where every item has content of its own, what comes out
 * is a lower bound), so k is chosen: on one half of the items that with
 * the largest C, by which the other half is measured, and the other way round.
 *
 * Nothing is said where the interval of T holds 0: then rates do not differ beyond noise.
 *
 * The interval is a bootstrap over items, with k chosen anew each time. It takes items as independent, which those with neighbors in
 * common are not quite.
 *
 * @param nearest for each item MOST_NEIGHBORS others, nearest first, -1 where there are fewer
 */
export function measureContentShare(
  items: RatedItems,
  nearest: Int32Array,
  rng: Rng,
): ContentShare {
  const rates = rateItems(items);
  const { weight_N, rate_N, observed } = rates;
  const numItems = weight_N.length;
  const real = new Float64Array(numItems);
  const shared = NEIGHBORS.map(() => new Float64Array(numItems));
  for (let i = 0; i < numItems; i++) {
    real[i] = weight_N[i] * rate_N[0][i] * rate_N[1][i];
    const sums = { rate: [0, 0], weight: 0 };
    for (let place = 0, at = 0; place < MOST_NEIGHBORS; place++) {
      const other = nearest[i * MOST_NEIGHBORS + place];
      if (other >= 0) {
        sums.weight += weight_N[other];
        for (const half of [0, 1]) sums.rate[half] += weight_N[other] * rate_N[half][other];
      }
      if (place + 1 === NEIGHBORS[at]) {
        const cross = rate_N[0][i] * sums.rate[1] + rate_N[1][i] * sums.rate[0];
        shared[at][i] = sums.weight > 0 ? (weight_N[i] * cross) / 2 / sums.weight : 0;
        at += 1;
      }
    }
  }
  const fold = Uint8Array.from({ length: numItems }, () => rng.int(2));
  const all = Int32Array.from(weight_N.keys());
  const value = crossValidated(all, fold, real, shared);
  const realOf = (chosen: Int32Array): number => sumOf(real, chosen);
  const shares: number[] = [];
  const reals: number[] = [];
  for (let r = 0; r < RESAMPLES && numItems > 0; r++) {
    const chosen = all.map(() => rng.int(numItems));
    shares.push(crossValidated(chosen, fold, real, shared));
    reals.push(realOf(chosen));
  }
  const total = realOf(all);
  const isReal = total > 0 && percentiles(reals)[0] > 0;
  const sumOfWeights = sumOf(weight_N, all);
  return {
    items: numItems,
    rateSpread: Math.sqrt(Math.max(0, total / sumOfWeights)),
    reliability: Math.max(0, total / sumOfWeights) / observed,
    share: isReal
      ? { value, ci95: percentiles(shares.filter(Number.isFinite)) }
      : { value: NaN, ci95: [NaN, NaN] },
    byNeighbors: NEIGHBORS.map((neighbors, at) => ({
      neighbors,
      share: isReal ? sumOf(shared[at], all) / total : NaN,
    })),
  };
}

/** k from one fold, C from the other; the items' real variance from both. */
function crossValidated(
  chosen: Int32Array,
  fold: Uint8Array,
  real: Float64Array,
  shared: readonly Float64Array[],
): number {
  let covariance = 0;
  for (const tested of [0, 1]) {
    const ofFold = (wanted: number): Int32Array => chosen.filter((i) => fold[i] === wanted);
    const learned = ofFold(1 - tested);
    const sums = shared.map((each) => sumOf(each, learned));
    const best = sums.indexOf(Math.max(...sums));
    covariance += sumOf(shared[best], ofFold(tested));
  }
  return covariance / sumOf(real, chosen);
}

interface Rates {
  readonly weight_N: Float64Array;
  /** Centered, by half. */
  readonly rate_N: readonly [Float64Array, Float64Array];
  /** Weighted variance of the rate over both halves. */
  readonly observed: number;
}

/** An item's weight is its impressions, up to the number at which noise is no longer what its rate varies by. */
const FULL_WEIGHT = 200;

function rateItems({ impressions_N, excess_N }: RatedItems): Rates {
  const [first, second] = impressions_N;
  const weight_N = first.map((n, i) => Math.min(FULL_WEIGHT, n, second[i]));
  const all = Int32Array.from(weight_N.keys());
  const total = sumOf(weight_N, all);
  const centered = (rate_N: Float64Array): Float64Array => {
    const center = all.reduce((sum, i) => sum + weight_N[i] * rate_N[i], 0) / total;
    return rate_N.map((rate) => rate - center);
  };
  const halves = [0, 1].map((half) =>
    centered(excess_N[half].map((excess, i) => excess / impressions_N[half][i])),
  );
  const whole = centered(first.map((n, i) => (excess_N[0][i] + excess_N[1][i]) / (n + second[i])));
  const observed = all.reduce((sum, i) => sum + weight_N[i] * whole[i] ** 2, 0) / total;
  return { weight_N, rate_N: [halves[0], halves[1]], observed };
}

function sumOf(values: Float64Array, chosen: Int32Array): number {
  let sum = 0;
  for (const i of chosen) sum += values[i];
  return sum;
}

/** The middle 95 % of a bootstrap's values. */
function percentiles(values: readonly number[]): Interval {
  return [quantile(values, 0.025), quantile(values, 0.975)];
}
