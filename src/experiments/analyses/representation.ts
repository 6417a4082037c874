// Table 5: embeddings within clusters.
import { measureClusterSpread } from '../../metrics/cluster-spread.ts';
import type { ClusterSpread } from '../../metrics/cluster-spread.ts';
import { randomHashRows } from '../../sid/random-hash.ts';
import { numberPrefixes } from '../../sid/number-ngram.ts';
import { positiveInt } from '../../schema/kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import { hasRowPerItem } from '../../sid/strategies.ts';
import { Rng } from '../../util/rng.ts';
import { mean } from '../../util/stats.ts';
import { defineAnalysis, runOf, sidsOf } from './analysis.ts';

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
export const representation = defineAnalysis({
  title: 'individual embeddings within semantic IDs and buckets (Table 5)',
  meaning: {
    items: 'items with a trained embedding',
    comparable_depth: 'depth whose number of clusters is nearest to that of the buckets, by ratio',
    variance_ratio_comparable: 'variance_ratio of that depth; below 1: more alike than chance',
    variance_to_random_comparable: 'variance_to_random of that depth',
    clusters_random: 'buckets with an item',
    variance_random: 'mean squared distance to the centroid, mean over buckets of 2 items and more',
    small_distance_random: 'mean pairwise distance, mean over buckets of 4 to 10 items',
    large_distance_random: 'the same over the 1,000 largest buckets',
    'clusters_depth_{n}': 'prefixes of n codes with an item',
    'variance_depth_{n}':
      'mean squared distance to the centroid, mean over prefixes of 2 items and more',
    'variance_to_random_depth_{n}': 'the same over that of the buckets',
    'variance_ratio_depth_{n}': 'the same over that of random clusters of the same sizes',
    'small_distance_depth_{n}': 'mean pairwise distance, mean over prefixes of 4 to 10 items',
    'small_distance_to_random_depth_{n}': 'the same over that of the buckets',
    'small_distance_ratio_depth_{n}': 'the same over that of random clusters of the same sizes',
    'large_distance_depth_{n}': 'mean pairwise distance, mean over the 1,000 largest prefixes',
    'large_distance_to_random_depth_{n}': 'the same over that of the buckets',
    'large_distance_ratio_depth_{n}': 'the same over that of random clusters of the same sizes',
  },
  settings: defineSettings({
    collisionFactor: {
      kind: positiveInt,
      default: 5,
      paper: '5',
      says: 'items over buckets of the random hash',
    },
  }),
  needs: 'run',
  needsCodes: true,
  example: '--run runs/ie --sids runs/sids/sids.arrow',
  whyNot: ({ embed }) =>
    hasRowPerItem(embed)
      ? undefined
      : 'it has no row of its own for each item; give an individual run',
  async measure(input, { collisionFactor }) {
    const run = runOf(input, 'representation');
    const sids = sidsOf(input, 'representation');
    const { readItemCodes } = await import('../read-items.ts');
    const { readTrainedRows } = await import('../read-trained-rows.ts');
    const { item_T, rows_TM, width, itemIds } = await readTrainedRows(run, input.onProgress);
    const codes = await readItemCodes(itemIds, sids);
    const rng = Rng.fromSeed(input.seed).split('representation');
    const spread = (group_T: Int32Array, numGroups: number, name: string): ClusterSpread =>
      measureClusterSpread(rows_TM, width, { group_N: group_T, numGroups }, rng.split(name));
    const numBuckets = Math.max(1, Math.ceil(item_T.length / collisionFactor));
    const bucket_N = randomHashRows(itemIds, numBuckets, input.seed);
    const bucket_T = Int32Array.from(item_T, (item) => bucket_N[item]);
    const random = spread(bucket_T, numBuckets, 'random');
    const depths = numberPrefixes(codes).map(({ group_N, numGroups }, i) => {
      const group_T = Int32Array.from(item_T, (item) => group_N[item]);
      const matched = Array.from({ length: SHUFFLES }, (_, shuffle) => {
        const shuffled = rng.split(`shuffle ${i} ${shuffle}`).shuffle(group_T.slice());
        return spread(shuffled, numGroups, `matched ${i} ${shuffle}`);
      });
      return { sid: spread(group_T, numGroups, `depth ${i}`), matched };
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
        items: item_T.length,
        comparable_depth: nearest + 1,
        variance_ratio_comparable: figures[`variance_ratio_depth_${nearest + 1}`],
        variance_to_random_comparable: figures[`variance_to_random_depth_${nearest + 1}`],
        clusters_random: random.clusters,
        ...Object.fromEntries(MEASURES.map(([name, key]) => [`${name}_random`, random[key]])),
        ...figures,
      },
      detail: { random, depths },
    };
  },
});
