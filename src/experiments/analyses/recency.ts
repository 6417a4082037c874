// Table 3b, two days before the end against the last hours: figures and settings.
import { positiveInt } from '../../schema/kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import { defineAnalysis } from './analysis.ts';

export const recency = defineAnalysis({
  title: 'how far the final model has moved on from two days before (Table 3b)',
  meaning: {
    ne_older: 'NE on the older hours',
    ne_recent: 'NE on the last hours of training',
    difference: 'NE older less NE recent; smaller is better',
    difference_percent: 'the same in percent of NE recent',
    held_out_difference: 'the difference on held-out user-days, which no model trained on',
  },
  settings: defineSettings({
    hoursBack: {
      kind: positiveInt,
      default: 48,
      paper: '48',
      says: 'hours from the start of the older part to the end of training',
    },
    hoursLong: {
      kind: positiveInt,
      default: 6,
      paper: '6',
      says: 'hours of the older and of the recent part',
    },
  }),
  needs: 'run',
  looksAt: [],
  load: async () => (await import('./measure-recency.ts')).measureRecency,
});
