// Variance of an estimate over users and items, crossed.
import type { Clusters, Sample } from './sample.ts';

/** The variance of an estimate from whom and what it happened to be measured on. */
export interface CrossedVariance {
  /** Were users all that varies. */
  readonly users: number;
  /** Were items all that varies. */
  readonly items: number;
  /** Both: users + items - pairs, and no less than the larger of the two. */
  readonly usersAndItems: number;
  /** Of usersAndItems. */
  readonly degreesOfFreedom: number;
}

/**
 * Two-way cluster-robust variance: impressions of one user may depend on one another, and those of one item, in any way;
 * those that share neither are independent.
 *
 *     V = V_users + V_items - V_pairs,   V_c = sum over the clusters g of c of (s_g / (1 - k_g))^2
 *
 * with s_g the summed influence of a cluster's impressions and k_g the share of the summed sizes of influences that is
 * its own. Dividing by 1 - k_g is the jackknife's correction (CR3): a cluster pulls the estimate to itself, and its own
 * influence looks smaller than it is. Degrees of freedom are Satterthwaite's, of 1 / sum k_g^2 clusters each: as many as
 * would carry as much, were they of one size.
 *
 * @param influence by how much each impression moves the estimate; sums to 0
 * @see Cameron, Gelbach & Miller 2011 (Robust inference with multiway clustering)
 */
export function crossedVariance(influence: Float64Array, sample: Sample): CrossedVariance {
  const users = clusterVariance(influence, sample.users);
  const items = clusterVariance(influence, sample.items);
  const pairs = clusterVariance(influence, sample.pairs);
  const both = Math.max(
    users.variance + items.variance - pairs.variance,
    users.variance,
    items.variance,
  );
  const uncertainty =
    users.variance ** 2 / users.effectiveClusters + items.variance ** 2 / items.effectiveClusters;
  return {
    users: users.variance,
    items: items.variance,
    usersAndItems: both,
    degreesOfFreedom: uncertainty === 0 ? Infinity : both ** 2 / uncertainty,
  };
}

/** The variance of an estimate where clusters of one kind are all that varies. */
export interface ClusterVariance {
  readonly variance: number;
  /** As many clusters of one size would carry as much. */
  readonly effectiveClusters: number;
}

/** NaN where all of the influence is one cluster's. */
export function clusterVariance(
  influence: Float64Array,
  { clusterOf, count }: Clusters,
): ClusterVariance {
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  for (let i = 0; i < influence.length; i++) {
    const value = influence[i];
    if (value === 0) continue;
    sums[clusterOf[i]] += value;
    sizes[clusterOf[i]] += Math.abs(value);
  }
  const total = sizes.reduce((a, b) => a + b, 0);
  if (total === 0) return { variance: 0, effectiveClusters: Infinity };
  let [variance, concentration] = [0, 0];
  for (let g = 0; g < count; g++) {
    const share = sizes[g] / total;
    if (share === 1) return { variance: NaN, effectiveClusters: 1 };
    variance += (sums[g] / (1 - share)) ** 2;
    concentration += share ** 2;
  }
  return { variance, effectiveClusters: 1 / concentration };
}
