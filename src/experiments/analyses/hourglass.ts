// Usage of codes by level and prefix: figures and settings.
import type { Analysis } from './analysis.ts';

export const hourglass: Analysis<'hourglass'> = {
  title: 'usage of codes by level and prefix: is there an hourglass?',
  meaning: {
    hourglass:
      'entropy of the narrowest inner level over the mean of its neighbors; below 1: narrower',
    shown_hourglass: 'the same, weighed by impressions',
    'used_level_{n}': 'codes of the level that some item has',
    'occupancy_level_{n}': 'share of the K codes',
    'entropy_level_{n}': 'entropy of the codes in bits',
    'perplexity_level_{n}': '2 to the power of it: so many equally common codes',
    'gini_level_{n}': 'Gini coefficient of items over the K codes',
    'conditional_entropy_level_{n}': 'bits that the code adds to the codes before it',
    'shown_used_level_{n}': 'codes of items that were shown',
    'shown_entropy_level_{n}': 'entropy of the codes of impressions in bits',
    'shown_perplexity_level_{n}': '2 to the power of it',
    'shown_gini_level_{n}': 'Gini coefficient of impressions over the K codes',
    'shown_conditional_entropy_level_{n}': 'bits that the code adds, by impressions',
    'prefixes_depth_{n}': 'different prefixes of n codes',
    'entropy_depth_{n}': 'their entropy in bits',
    'sharing_depth_{n}': 'share of items whose prefix another item has too',
    'largest_depth_{n}': 'share of items that have the commonest prefix',
    'shown_prefixes_depth_{n}': 'different prefixes of items that were shown',
    'shown_entropy_depth_{n}': 'entropy of the prefixes of impressions in bits',
    'shown_sharing_depth_{n}': 'share of impressions of items that share their prefix',
    'shown_largest_depth_{n}': 'share of impressions that one prefix has at most',
  },
  settings: {},
  needs: 'codes',
  looksAt: ['sids'],
  load: async () => (await import('./measure-hourglass.ts')).measureHourglass,
};
