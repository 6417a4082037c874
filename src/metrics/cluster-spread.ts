// How close together the members of clusters lie.
import type { Rng } from '../util/rng.ts';
import { mean } from '../util/stats.ts';
import type { Groups } from './groups.ts';

/** How close together the members of clusters lie; NaN where no cluster counts. */
export interface ClusterSpread {
  /** Clusters with a member. */
  readonly clusters: number;
  /** Of these, clusters of one item: they have no spread and count nowhere below. */
  readonly singletons: number;
  /** Mean squared distance to the centroid, then the mean over clusters, each counting once. */
  readonly variance: number;
  /** Clusters of SMALL_SIZES items. */
  readonly smallClusters: number;
  /** Mean Euclidean distance of two members, then the mean over the small clusters. */
  readonly smallDistance: number;
  /** The same over the MOST_LARGE largest clusters. */
  readonly largeDistance: number;
}

/** Zheng 2025, Table 5: clusters of 4 to 10 items, and the 1,000 largest. */
const SMALL_SIZES = { from: 4, to: 10 } as const;
const MOST_LARGE = 1000;
/** Of a larger cluster so many items are drawn for distances: 19,900 pairs. */
const MOST_PAIRED = 200;

/**
 * Spread of a partition's clusters. The variance divides by the number of members, so in clusters drawn at
 * random it falls short of the whole's by a factor (n - 1) / n: compare partitions of equal cluster sizes.
 *
 * @param rows_NM embeddings of items, M floats each
 * @param rng draws members of clusters that are too large for all their pairs
 * @see Zheng 2025 (arXiv 2504.02137), Table 5
 */
export function measureClusterSpread(
  rows_NM: Float32Array,
  width: number,
  groups: Groups,
  rng: Rng,
): ClusterSpread {
  const members = membersOf(groups);
  const clusters = members.filter((items) => items.length > 1);
  const distance = (items: number[]): number => meanDistance(rows_NM, width, drawn(items, rng));
  const small = clusters.filter(
    ({ length }) => length >= SMALL_SIZES.from && length <= SMALL_SIZES.to,
  );
  const large = clusters.toSorted((a, b) => b.length - a.length).slice(0, MOST_LARGE);
  return {
    clusters: members.length,
    singletons: members.length - clusters.length,
    variance: mean(clusters.map((items) => meanSquaredToCentroid(rows_NM, width, items))),
    smallClusters: small.length,
    smallDistance: mean(small.map(distance)),
    largeDistance: mean(large.map(distance)),
  };
}

/** Items of each group that is not empty. */
function membersOf({ group_N, numGroups }: Groups): number[][] {
  const members: number[][] = Array.from({ length: numGroups }, () => []);
  group_N.forEach((group, item) => members[group].push(item));
  return members.filter((items) => items.length > 0);
}

function drawn(items: number[], rng: Rng): number[] {
  return items.length <= MOST_PAIRED ? items : rng.shuffle(items.slice()).slice(0, MOST_PAIRED);
}

function meanSquaredToCentroid(
  rows_NM: Float32Array,
  width: number,
  items: readonly number[],
): number {
  let sum = 0;
  for (let m = 0; m < width; m++) {
    let center = 0;
    for (const item of items) center += rows_NM[item * width + m] / items.length;
    for (const item of items) sum += (rows_NM[item * width + m] - center) ** 2;
  }
  return sum / items.length;
}

function meanDistance(rows_NM: Float32Array, width: number, items: readonly number[]): number {
  let sum = 0;
  for (let i = 1; i < items.length; i++) {
    for (let j = 0; j < i; j++) {
      let squared = 0;
      for (let m = 0; m < width; m++) {
        squared += (rows_NM[items[i] * width + m] - rows_NM[items[j] * width + m]) ** 2;
      }
      sum += Math.sqrt(squared);
    }
  }
  return sum / ((items.length * (items.length - 1)) / 2);
}
