// What `sid eval-segments` and `sid eval-drift` are asked.
import { folder, positiveInt, positiveNumber } from '../schema/kinds.ts';
import { severalOf } from '../schema/list-kinds.ts';
import { defineSettings } from '../schema/settings.ts';

export const EVAL_SEGMENTS_SETTINGS = defineSettings({
  run: { kind: folder, required: true, says: 'folder of a sid train-ranker' },
  day: { kind: positiveInt, required: true, says: 'day to evaluate on' },
  hours: {
    kind: positiveNumber,
    default: null,
    otherwise: 'all',
    paper: '6',
    says: 'only the first hours of the day',
  },
  modelDay: {
    kind: positiveInt,
    default: null,
    otherwise: 'the last',
    says: 'model kept after this day',
  },
});

export const EVAL_DRIFT_SETTINGS = defineSettings({
  runs: {
    kind: severalOf(folder, 'dirs'),
    required: true,
    says: 'folders of sid train-ranker, with both models kept',
  },
  earlyDay: {
    kind: positiveInt,
    default: 4,
    paper: '4',
    says: 'day of the early model and of the data',
  },
  lateDay: { kind: positiveInt, default: 20, paper: '20', says: 'day of the late model' },
});
