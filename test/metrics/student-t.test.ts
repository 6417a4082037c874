import { expect, test } from 'vitest';
import { studentTQuantile } from '../../src/metrics/student-t.ts';

test('quantiles as closed forms have them', () => {
  // One degree of freedom is Cauchy's: tan(pi (p - 1/2)); two: (2 p - 1) / sqrt(2 p (1 - p)).
  expect(studentTQuantile(0.975, 1)).toBeCloseTo(Math.tan(Math.PI * 0.475), 6);
  expect(studentTQuantile(0.975, 2)).toBeCloseTo(0.95 / Math.sqrt(2 * 0.975 * 0.025), 6);
  expect(studentTQuantile(0.025, 2)).toBeCloseTo(-0.95 / Math.sqrt(2 * 0.975 * 0.025), 6);
  // With many it is the normal's.
  expect(studentTQuantile(0.975, 1e6)).toBeCloseTo(1.95996, 4);
});
