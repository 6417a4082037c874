// Table 7, whom the history module attends to: figures and settings.
import { HISTORY_MODULES } from '../../ranker/history/history-modules.ts';
import { positiveInt } from '../../schema/kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import { defineAnalysis } from './analysis.ts';

export const attention = defineAnalysis({
  title: 'attention patterns of the user history (Table 7)',
  meaning: {
    entropy: 'entropy of the attention over the clicks, in nats',
    normalized_entropy: 'that over its largest possible value, ln(clicks)',
    self: "a click's attention to itself; none where learned seeds ask (pma)",
    padding: 'share that goes to padding: 0, since ours is masked and the paper masks none',
    first_source: 'share that goes to the first source token, the oldest click',
    newest: 'share that goes to the latest click',
  },
  settings: defineSettings({
    examples: { kind: positiveInt, default: 1000, paper: '1,000', says: 'evaluation examples' },
  }),
  needs: 'run',
  looksAt: ['day', 'hours', 'seed'],
  whyNot: ({ config }) =>
    HISTORY_MODULES[config.history].hasAttention ? undefined : 'it has no attention',
  load: async () => (await import('./measure-attention.ts')).measureAttention,
});
