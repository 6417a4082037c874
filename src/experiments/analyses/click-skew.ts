// Figure 6, clicks per semantic ID: figures and settings.
import type { Analysis } from './analysis.ts';

export const clickSkew: Analysis<'click-skew'> = {
  title: 'clicks per semantic ID against clicks per raw item id (Figure 6)',
  meaning: {
    clicks: 'clicks on the training days',
    gini_difference: 'Gini of whole semantic IDs less that of raw ids; below 0: less skewed',
    gini_gain_over_matched:
      'Gini of groups of the same sizes at random less that of whole semantic IDs',
    ids_raw: 'items that were shown',
    gini_raw: 'Gini coefficient of clicks per raw id; 0 even, 1 all on one',
    top_percent_raw: 'share of clicks of the top 1 % of raw ids',
    top_permille_raw: 'share of clicks of the top 0.1 % of raw ids',
    evenness_raw: 'entropy of clicks per raw id over its maximum, log of the number of ids',
    'ids_depth_{n}': 'different prefixes of n codes among the items shown',
    'gini_depth_{n}': 'Gini coefficient of clicks per prefix of n codes',
    'gini_matched_depth_{n}': 'the same of random groups of the same sizes',
    'top_percent_depth_{n}': 'share of clicks of the top 1 % of prefixes',
    'top_permille_depth_{n}': 'share of clicks of the top 0.1 % of prefixes',
    'evenness_depth_{n}': 'entropy of clicks per prefix over its maximum',
  },
  settings: {},
  needs: 'codes',
  looksAt: ['sids', 'seed'],
  load: async () => (await import('./measure-click-skew.ts')).measureClickSkew,
};
