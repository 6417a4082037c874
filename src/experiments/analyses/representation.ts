// Table 5, embeddings within clusters: figures and settings.
import { positiveInt } from '../../schema/kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import { hasRowPerItem } from '../../sid/strategies.ts';
import { defineAnalysis } from './analysis.ts';

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
  looksAt: ['sids', 'seed'],
  needsCodes: true,
  example: '--run runs/ie --sids runs/sids/sids.arrow',
  whyNot: ({ embed }) =>
    hasRowPerItem(embed)
      ? undefined
      : 'it has no row of its own for each item; give an individual run',
  load: async () => (await import('./measure-representation.ts')).measureRepresentation,
});
