// Figure 5, swaps by depth of the shared prefix: figures and settings.
import { positiveInt } from '../../schema/kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import { defineAnalysis } from './analysis.ts';

export const clickLoss = defineAnalysis({
  title: 'click loss by depth of the shared prefix of a swapped item (Figure 5)',
  meaning: {
    'loss_top_depth_{n}':
      'click loss rate of the impressions ranked highest, first n codes the same',
    'loss_depth_{n}': 'the same of all impressions',
    'alone_top_depth_{n}': 'share of the impressions ranked highest without another item to swap',
    'alone_depth_{n}': 'the same of all impressions',
  },
  settings: defineSettings({
    topPercent: {
      kind: positiveInt,
      default: 10,
      says: 'percent of the impressions that are ranked highest',
    },
  }),
  needs: 'run',
  looksAt: ['sids', 'day', 'hours', 'seed'],
  needsCodes: true,
  load: async () => (await import('./measure-click-loss.ts')).measureClickLoss,
});
