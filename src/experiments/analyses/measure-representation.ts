// Table 5: embeddings within clusters.
import { groupByPrefixes } from '../../metrics/groups.ts';
import { measureClusterSpread } from '../../metrics/cluster-spread.ts';
import type { ClusterSpread } from '../../metrics/cluster-spread.ts';
import { randomHashRows } from '../../sid/random-hash.ts';
import { Rng } from '../../util/rng.ts';
import { mean } from '../../util/stats.ts';
import { readItemCodes } from '../read-items.ts';
import { readTrainedRows } from '../read-trained-rows.ts';
import { runOf, sidsOf } from './analysis-input.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';

/** Random partitions of the prefixes' sizes; their mean is taken. */
const SHUFFLES = 5;

/** Figures by name, where there is one for every partition. */
const MEASURES = [
  ['variance', 'variance'],
  ['small_distance', 'smallDistance'],
  ['large_distance', 'largeDistance'],
] as const;

/**
 * Table 5 of Zheng 2025: items that share a semantic ID have more alike individual embeddings than items that
 * share a bucket of a random hash. Items are those of the training impressions, buckets as many as these
 * over the collision factor.
 *
 * Mean squared distance to the centroid grows with the size of a cluster whatever is in it: of n items drawn
 * at random it is (n - 1) / n of the whole's variance. Prefixes and buckets differ in number and in sizes, so a
 * ratio to the hash mixes that with likeness. The size-matched ratio does not: its denominator is the mean
 * of partitions with the very cluster sizes of the prefixes, whose items were shuffled.
 */
export async function measureRepresentation(
  input: AnalysisInput,
  { collisionFactor }: { readonly collisionFactor: number },
): Promise<AnalysisResult<'representation'>> {
  const run = runOf(input, 'representation');
  const sids = sidsOf(input, 'representation');
  const { item_E, rows_EM, width, itemIds } = await readTrainedRows(run, input.onProgress);
  const codes = await readItemCodes(itemIds, sids);
  const rng = Rng.fromSeed(input.seed).split('representation');
  const spread = (group_E: Int32Array, numGroups: number, name: string): ClusterSpread =>
    measureClusterSpread(rows_EM, width, { group_N: group_E, numGroups }, rng.split(name));
  const numBuckets = Math.max(1, Math.ceil(item_E.length / collisionFactor));
  const bucket_N = randomHashRows(itemIds, numBuckets, input.seed);
  const bucket_E = Int32Array.from(item_E, (item) => bucket_N[item]);
  const random = spread(bucket_E, numBuckets, 'random');
  const depths = groupByPrefixes(codes).map(({ group_N, numGroups }, i) => {
    const group_E = Int32Array.from(item_E, (item) => group_N[item]);
    const matched = Array.from({ length: SHUFFLES }, (_, shuffle) => {
      const shuffled = rng.split(`shuffle ${i} ${shuffle}`).shuffle(group_E.slice());
      return spread(shuffled, numGroups, `matched ${i} ${shuffle}`);
    });
    return { sid: spread(group_E, numGroups, `depth ${i}`), matched };
  });
  const distances = depths.map(({ sid }) => Math.abs(Math.log(sid.clusters / random.clusters)));
  const nearest = distances.indexOf(Math.min(...distances));
  const figures: Record<string, number> = {};
  for (const [i, { sid, matched }] of depths.entries()) {
    figures[`clusters_depth_${i + 1}`] = sid.clusters;
    for (const [name, key] of MEASURES) {
      figures[`${name}_depth_${i + 1}`] = sid[key];
      figures[`${name}_to_random_depth_${i + 1}`] = sid[key] / random[key];
      figures[`${name}_ratio_depth_${i + 1}`] = sid[key] / mean(matched.map((each) => each[key]));
    }
  }
  return {
    figures: {
      items: item_E.length,
      comparable_depth: nearest + 1,
      variance_ratio_comparable: figures[`variance_ratio_depth_${nearest + 1}`],
      variance_to_random_comparable: figures[`variance_to_random_depth_${nearest + 1}`],
      clusters_random: random.clusters,
      ...Object.fromEntries(MEASURES.map(([name, key]) => [`${name}_random`, random[key]])),
      ...figures,
    },
    detail: { random, depths },
  };
}
