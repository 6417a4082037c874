// Every kept model on every day: figures and settings.
import type { Analysis } from './analysis.ts';

export const neMatrix: Analysis<'ne-matrix'> = {
  title: 'every kept model on the held-out impressions of every day',
  meaning: {
    rise_percent:
      "NE of the last model on each earlier day above that day's own model, in percent, mean over days",
    rise_percent_recalibrated: 'the same, every model recalibrated on every day by one constant',
    stale_percent:
      "NE of the first kept model on each later day above that day's own model, in percent, mean",
    stale_percent_recalibrated: 'the same, recalibrated',
    'rise_percent_day_{n}':
      "NE of the last model on that day above the day's own model, in percent",
    'rise_percent_recalibrated_day_{n}': 'the same, recalibrated',
  },
  settings: {},
  needs: 'run',
  looksAt: ['day', 'hours'],
  whyNot: ({ config }) =>
    config.heldOutShare > 0 ? undefined : 'nothing was held out, so no day is new to its own model',
  load: async () => (await import('./measure-ne-matrix.ts')).measureNeMatrix,
};
