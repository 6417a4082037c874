// AUC, by hand and by counting pairs. CONTRIBUTING.md shows this file as its example.
import { expect, test } from 'vitest';
import { auc } from '../../src/metrics/auc.ts';
import { Rng } from '../../src/util/rng.ts';

test('AUC by hand, with a tie: 3.5 of 4 pairs', () => {
  expect(auc({ label: [1, 1, 0, 0], probability: [0.9, 0.5, 0.5, 0.1] })).toBe(3.5 / 4);
  expect(auc({ label: [1, 1], probability: [0.9, 0.5] })).toBeNaN();
});

test('AUC agrees with counting all pairs, ties among them', () => {
  const rng = Rng.fromSeed(4);
  const label = Array.from({ length: 300 }, () => rng.int(2));
  const probability = Array.from({ length: 300 }, () => rng.int(20) / 20);
  let won = 0;
  let pairs = 0;
  for (let i = 0; i < 300; i++) {
    for (let j = 0; j < 300; j++) {
      if (label[i] !== 1 || label[j] !== 0) continue;
      pairs++;
      won += probability[i] > probability[j] ? 1 : probability[i] === probability[j] ? 0.5 : 0;
    }
  }
  expect(auc({ label, probability })).toBeCloseTo(won / pairs, 12);
});
