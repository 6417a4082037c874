import { expect, test } from 'vitest';
import { halfWidth, meanInterval, pValue } from '../../src/metrics/interval.ts';
import type { VarianceComponent } from '../../src/metrics/interval.ts';

test("Student's interval by hand: 1, 2, 3 has mean 2 and half width 4.3027 / sqrt 3", () => {
  const [low, high] = meanInterval([1, 2, 3]) ?? [NaN, NaN];
  expect(low).toBeCloseTo(2 - 4.3026527 / Math.sqrt(3), 6);
  expect(high).toBeCloseTo(2 + 4.3026527 / Math.sqrt(3), 6);
  expect(meanInterval([1])).toBeUndefined();
});

const seeds: VarianceComponent = { variance: 3, degreesOfFreedom: 2 };
const log: VarianceComponent = { variance: 1, degreesOfFreedom: 1e9 };

test('two sources by hand: (3 x 4.3027 + 1 x 1.95996) / sqrt 4', () => {
  expect(halfWidth([seeds, log])).toBeCloseTo((3 * 4.3026527 + 1.959964) / 2, 4);
  expect(halfWidth([log])).toBeCloseTo(1.95996, 4);
  expect(halfWidth([])).toBe(0);
  expect(halfWidth([{ variance: NaN, degreesOfFreedom: 1 }])).toBeNaN();
});

test('p is the level at which the interval just reaches', () => {
  for (const level of [0.9, 0.3, 0.05, 0.001, 1e-6]) {
    expect(pValue(halfWidth([seeds, log], level), [seeds, log]) / level).toBeCloseTo(1, 6);
  }
  expect(pValue(0, [seeds])).toBe(1);
  expect(pValue(1e9, [log])).toBe(1e-12);
  expect(pValue(NaN, [seeds])).toBeNaN();
});

test('an interval is the narrower the larger its level, down to the smallest p', () => {
  for (const components of [[seeds], [log], [seeds, log]]) {
    let wider = Infinity;
    for (let exponent = -12; exponent < 0; exponent += 0.25) {
      const half = halfWidth(components, 10 ** exponent);
      expect(half).toBeLessThan(wider);
      wider = half;
    }
  }
});
