// The score sheet of a trial's codes, to be set against its NE: figures and settings.
import { SHEET_FIGURES } from '../../inspect/sheet-figures.ts';
import type { Analysis } from './analysis.ts';

export const scoreSheet: Analysis<'score-sheet'> = {
  title: 'score sheet of codes, without a ranker: does it go with NE?',
  meaning: SHEET_FIGURES,
  settings: {},
  needs: 'codes',
  looksAt: ['sids', 'seed'],
  load: async () => (await import('./measure-score-sheet.ts')).measureScoreSheet,
};
