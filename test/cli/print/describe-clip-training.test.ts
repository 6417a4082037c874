import { expect, test } from 'vitest';
import { describeClipTraining } from '../../../src/cli/print/describe-clip-training.ts';
import { TRAIN_CLIP_SETTINGS } from '../../../src/contrastive/train-clip-settings.ts';
import type { TrainClipMetrics } from '../../../src/records/train-clip-record.ts';
import { defaultsOf } from '../../../src/schema/settings.ts';

test('says by what an epoch was chosen, or that nothing was held out to choose by', () => {
  const start = { epoch: 0, train_loss: null, scale: 1 };
  const metrics: TrainClipMetrics = {
    ...{ pairs: 4, problems: 0, cut_texts: 0, groups: 4, train_pairs: 3, held_out_pairs: 1 },
    ...{ evaluated_pairs: 1, known_texts: 0, known_pictures: 0, steps_per_epoch: 1 },
    ...{ learned_parameters: 9, parameters: 9, items_per_second: 1, seconds: 1, peak_memory_mb: 1 },
    best_epoch: 0,
    history: [{ ...start, text_to_picture: null, picture_to_text: null }],
  };
  const settings = { ...defaultsOf(TRAIN_CLIP_SETTINGS), items: [], learningRate: 1 };
  expect(describeClipTraining(metrics, settings, 'a')).toContain('best epoch by hits@5: 0; the');
  expect(describeClipTraining({ ...metrics, held_out_pairs: 0 }, settings, 'a')).toContain(
    'nothing is held out to choose an epoch by, so the last is taken',
  );
});
