// A/A, an item against its copy: figures and settings.
import type { Analysis } from './analysis.ts';

export const aa: Analysis<'aa'> = {
  title: 'how differently an item and its copy are predicted (A/A)',
  meaning: {
    exact: '|p1 - p2| over their mean, mean over impressions of exact copies and their originals',
    near: 'the same of near copies',
    exact_pairs: 'pairs with an impression, exact',
    near_pairs: 'the same, near',
    exact_by_pair: 'as exact, mean over pairs: each pair counts the same',
    near_by_pair: 'as near, mean over pairs',
  },
  settings: {},
  needs: 'run',
  looksAt: ['day', 'hours'],
  load: async () => (await import('./measure-aa.ts')).measureAa,
};
