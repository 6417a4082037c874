import { expect, test } from 'vitest';
import { auc } from '../../src/metrics/auc.ts';
import { calibration, recalibrate } from '../../src/metrics/calibration.ts';
import { meanLogLoss } from '../../src/metrics/log-loss.ts';
import { normalizedEntropy } from '../../src/metrics/normalized-entropy.ts';
import { Rng } from '../../src/util/rng.ts';
import { mean } from '../../src/util/stats.ts';

const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);

test('calibration: promised 0.6 on average where 0.5 clicked', () => {
  expect(calibration({ label: [1, 0], probability: [0.8, 0.4] })).toBeCloseTo(1.2, 12);
  expect(calibration({ label: [0], probability: [0.8] })).toBeNaN();
});

test('recalibrated by hand: odds of 1/2 and 2, of which 13 of 20 click, are all doubled', () => {
  // Odds 1 and 4 are probabilities 1/2 and 4/5, and those are 0.65 on average: the constant is ln 2.
  const scored = {
    label: [...times(5, 1), ...times(5, 0), ...times(8, 1), ...times(2, 0)],
    probability: [...times(10, 1 / 3), ...times(10, 2 / 3)],
  };
  const { probability } = recalibrate(scored);
  expect(probability[0]).toBeCloseTo(1 / 2, 12);
  expect(probability[19]).toBeCloseTo(4 / 5, 12);
  const loss = -(10 * Math.log(0.5) + 8 * Math.log(0.8) + 2 * Math.log(0.2)) / 20;
  const entropy = -(0.65 * Math.log(0.65) + 0.35 * Math.log(0.35));
  expect(normalizedEntropy(recalibrate(scored))).toBeCloseTo(loss / entropy, 12);
});

test('always the same prediction, however wrong: NE 1', () => {
  for (const p of [1e-7, 0.001, 0.4, 0.999]) {
    const scored = { label: [1, 0, 0, 1, 0], probability: times(5, p) };
    expect(normalizedEntropy(recalibrate(scored))).toBeCloseTo(1, 12);
  }
});

test.each([-6, -1, 0, 0.3, 8])(
  'no other constant is better (made-up model, off by %d)',
  (shift) => {
    const rng = Rng.fromSeed(3);
    const logits = Float64Array.from({ length: 2000 }, () => 2 * rng.normal() - 1);
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const label = Uint8Array.from(logits, (z) => Number(rng.uniform() < sigmoid(z)));
    const at = (c: number) => ({ label, probability: logits.map((z) => sigmoid(z + c)) });
    const best = recalibrate(at(shift));
    expect(mean(best.probability)).toBeCloseTo(mean(label), 9);
    expect(auc(best)).toBeCloseTo(auc(at(0)), 3);
    const grid = Array.from({ length: 401 }, (_, i) => meanLogLoss(at((i - 200) / 100)));
    expect(meanLogLoss(best)).toBeLessThanOrEqual(Math.min(...grid) + 1e-6);
  },
);

test('a probability of 0 or 1 is no harm; with one kind of label all stays as it is', () => {
  const { probability } = recalibrate({ label: [1, 0, 1, 0], probability: [1, 0, 0, 1] });
  expect(mean(probability)).toBeCloseTo(0.5, 9);
  const same = recalibrate({ label: [0, 0], probability: [0.25, 0.5] });
  expect(same.probability[0]).toBeCloseTo(0.25, 12);
  expect(recalibrate({ label: [], probability: [] }).probability).toHaveLength(0);
});
