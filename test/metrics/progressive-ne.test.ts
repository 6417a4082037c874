import { expect, test } from 'vitest';
import { meanLogLoss } from '../../src/metrics/log-loss.ts';
import { normalizedEntropy } from '../../src/metrics/normalized-entropy.ts';
import { progressiveNe } from '../../src/metrics/progressive-ne.ts';
import { mean } from '../../src/util/stats.ts';

const dayOf = (label: number[], probability: number[]) => ({
  impressions: label.length,
  label_rate: mean(label),
  log_loss: meanLogLoss({ label, probability }),
});

test('days of other sizes and rates: the NE of all their predictions together', () => {
  const first = { label: [1, 0, 0, 0, 1], probability: [0.6, 0.3, 0.2, 0.1, 0.4] };
  const second = { label: [0, 0, 1], probability: [0.2, 0.1, 0.3] };
  const all = {
    label: [...first.label, ...second.label],
    probability: [...first.probability, ...second.probability],
  };
  const days = [first, second].map(({ label, probability }) => dayOf(label, probability));
  expect(progressiveNe(days)).toBeCloseTo(normalizedEntropy(all), 12);
  // Not the mean of the days.
  const [a, b] = [first, second].map(normalizedEntropy);
  expect(Math.abs(progressiveNe(days) - (a + b) / 2)).toBeGreaterThan(0.01);
});

test('no day, or one label alone, has none', () => {
  expect(progressiveNe([])).toBeNaN();
  expect(progressiveNe([dayOf([0, 0], [0.1, 0.1])])).toBeNaN();
});
