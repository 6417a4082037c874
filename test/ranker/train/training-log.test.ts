import { expect, test } from 'vitest';
import { countSteps, countTrained } from '../../../src/ranker/train/training-log.ts';

test('a batch never spans two days', () => {
  const day = { day: 1, impressions: 0, label_rate: 0.5, log_loss: 1, ne: 1 };
  const days = [100, 101, 0].map((impressions) => ({ ...day, impressions }));
  expect(countTrained(days)).toBe(201);
  expect(countSteps(days, 50)).toBe(2 + 3);
});
