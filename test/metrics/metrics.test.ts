import { expect, test } from 'vitest';
import { meanLogLoss } from '../../src/metrics/log-loss.ts';
import { neGainPercent, neRisePercent } from '../../src/metrics/ne-difference.ts';
import { normalizedEntropy } from '../../src/metrics/normalized-entropy.ts';

test('log loss by hand: -(ln 0.8 + ln 0.6 + ln 0.5) / 3', () => {
  const scored = { label: [1, 0, 1], probability: [0.8, 0.4, 0.5] };
  expect(meanLogLoss(scored)).toBeCloseTo((0.2231436 + 0.5108256 + 0.6931472) / 3, 6);
});

test('a sure and wrong prediction costs 16.1, not Infinity', () => {
  expect(meanLogLoss({ label: [0], probability: [1] })).toBeCloseTo(-Math.log(1e-7), 6);
});

test('NE by hand: a quarter clicked, entropy 0.5623', () => {
  const label = [1, 0, 0, 0];
  const loss = -(Math.log(0.5) + Math.log(0.9) + Math.log(0.8) + Math.log(0.9)) / 4;
  const entropy = 0.5623351;
  expect(normalizedEntropy({ label, probability: [0.5, 0.1, 0.2, 0.1] })).toBeCloseTo(
    loss / entropy,
    6,
  );
});

test('NE of always saying the rate is 1, and of one kind of label is nothing', () => {
  const label = [1, 0, 0, 1, 0];
  expect(normalizedEntropy({ label, probability: [0.4, 0.4, 0.4, 0.4, 0.4] })).toBeCloseTo(1, 12);
  expect(normalizedEntropy({ label: [0, 0], probability: [0.1, 0.2] })).toBeNaN();
});

test('rise and gain in percent', () => {
  expect(neRisePercent(0.81, 0.8)).toBeCloseTo(1.25, 10);
  expect(neGainPercent(0.76, 0.8)).toBeCloseTo(5, 10);
});
