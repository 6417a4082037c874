import { expect, test } from 'vitest';
import { falseDiscoveryAdjusted } from '../../src/metrics/false-discovery.ts';

test("Benjamini and Hochberg by hand: m p / rank, none above a larger p's", () => {
  // 4 x 0.01 / 1, 4 x 0.04 / 2 which is more than 4 x 0.04 / 3, 4 x 0.5 / 4.
  const adjusted = falseDiscoveryAdjusted([0.04, 0.5, 0.01, 0.04]);
  expect(adjusted[2]).toBeCloseTo(0.04, 12);
  expect(adjusted[0]).toBeCloseTo(0.16 / 3, 12);
  expect(adjusted[3]).toBeCloseTo(0.16 / 3, 12);
  expect(adjusted[1]).toBeCloseTo(0.5, 12);
  expect(falseDiscoveryAdjusted([])).toEqual([]);
});

test("the largest that the paper's step-up procedure rejects are those below the level", () => {
  // The fifteen p-values of the paper's section 3: four are rejected at 0.05.
  const p = [
    ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344],
    ...[0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
  ];
  expect(falseDiscoveryAdjusted(p).filter((each) => each <= 0.05)).toHaveLength(4);
});
