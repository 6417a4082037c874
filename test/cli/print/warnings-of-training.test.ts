import { expect, test } from 'vitest';
import { warningsOfTraining } from '../../../src/cli/print/warnings-of-training.ts';
import type { ClipDirection, ClipEpoch } from '../../../src/contrastive/clip-epoch.ts';

/** Epochs with such hits@5, both ways. */
function history(hits: readonly number[], chance: number): ClipEpoch[] {
  return hits.map((each, epoch) => {
    const direction: ClipDirection = {
      ...{ queries: 2, searched: 2, 'hits@1': each, 'hits@5': each, mrr: each, ci95: null, chance },
    };
    const both = { text_to_picture: direction, picture_to_text: direction };
    return { epoch, train_loss: null, scale: 1, ...both };
  });
}
const settings = { selectedBy: 'hits@5', train: 'all' } as const;

test('a model that is worse, and one that is none the better', () => {
  const [fell, ...others] = warningsOfTraining(history([0.5, 0.6, 0.4], 0.2), settings, 'runs/a');
  expect(others).toEqual([]);
  expect(fell).toContain('fell from 0.500 to 0.400');
  expect(fell).toContain('that of epoch 1.');
  expect(fell).toContain('--train last-2');
  const [none] = warningsOfTraining(history([0.5, 0.4, 0.5], 0.2), settings, 'runs/a');
  expect(none).toContain(
    'no epoch is better than the model that training began with, which runs/a holds',
  );
  expect(none).toContain('runs/a/last. Try another --learning-rate');
  const [few] = warningsOfTraining(history([1, 1], 1), settings, 'runs/a');
  expect(few).toContain('2 held-out pairs are too few to tell epochs apart');
});

test('nothing of one that is better, or that nothing is held out to measure by', () => {
  expect(warningsOfTraining(history([0.5, 0.4, 0.6], 0.2), settings, 'runs/a')).toEqual([]);
  const unmeasured = history([0, 0], 0).map((epoch) => ({
    ...{ ...epoch, text_to_picture: null, picture_to_text: null },
  }));
  expect(warningsOfTraining(unmeasured, settings, 'runs/a')).toEqual([]);
});

test('heads are not told to lock blocks', () => {
  const heads = { ...settings, train: 'heads' };
  expect(warningsOfTraining(history([0.5, 0.4], 0.2), heads, 'runs/a')[0]).not.toContain('last-2');
});
