import { expect, test } from 'vitest';
import { principalComponents } from '../../../src/quantizer/model/pca.ts';
import { Rng } from '../../../src/util/rng.ts';

test('by hand: three points on a line', () => {
  // Mean (1, 1); covariance (2/3 2/3; 2/3 2/3): 4/3 along (1, 1), nothing across.
  const { mean_D, variances_Z, directions_ZD } = principalComponents(
    Float32Array.of(0, 0, 1, 1, 2, 2),
    2,
    2,
  );
  expect([...mean_D]).toEqual([1, 1]);
  expect(variances_Z[0]).toBeCloseTo(4 / 3, 14);
  expect(variances_Z[1]).toBeCloseTo(0, 14);
  expect(variances_Z[1]).toBeGreaterThanOrEqual(0);
  expect(directions_ZD[0]).toBeCloseTo(Math.SQRT1_2, 14);
  expect(directions_ZD[1]).toBeCloseTo(Math.SQRT1_2, 14);
});

test('coordinates along the components have their variances and none in common', () => {
  const [numPoints, width, kept] = [200, 7, 4];
  const rng = Rng.fromSeed(3);
  const points_ND = Float32Array.from({ length: numPoints * width }, () => rng.uniform() ** 3);
  // Some dimensions follow others, so that components are far from the axes.
  for (let i = 0; i < points_ND.length; i += width) points_ND[i + 3] += 2 * points_ND[i];
  const pca = principalComponents(points_ND, width, kept);
  const along = Array.from({ length: kept }, (_, z) =>
    Array.from({ length: numPoints }, (_, n) => {
      let sum = 0;
      for (let d = 0; d < width; d++) {
        const direction = pca.directions_ZD[z * width + d];
        sum += direction * (points_ND[n * width + d] - pca.mean_D[d]);
      }
      return sum;
    }),
  );
  along.forEach((first, a) =>
    along.forEach((second, b) => {
      const product = first.reduce((sum, each, n) => sum + each * second[n], 0) / numPoints;
      expect(product).toBeCloseTo(a === b ? pca.variances_Z[a] : 0, 12);
    }),
  );
  const all = principalComponents(points_ND, width, width).variances_Z;
  expect([...all.slice(0, kept)]).toEqual([...pca.variances_Z]);
  expect([...all]).toEqual([...all].sort((a, b) => b - a));
});
