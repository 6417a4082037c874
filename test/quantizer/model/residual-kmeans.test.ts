import { expect, test } from 'vitest';
import { Workbench } from '../../../src/nn/workbench.ts';
import { balancedKmeans } from '../../../src/quantizer/model/balanced-kmeans.ts';
import { kmeans } from '../../../src/quantizer/model/kmeans.ts';
import { residualKmeans } from '../../../src/quantizer/model/residual-kmeans.ts';
import { equalizeLengths } from '../../../src/quantizer/train/techniques/equal-lengths.ts';
import { Rng } from '../../../src/util/rng.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { quantizeSlowly, rowOf } from '../reference.ts';

test.each([
  ['as k-means has them', { findCenters: kmeans }, 0.7],
  ['of one length', { findCenters: kmeans, shape: equalizeLengths }, 0.8],
  ['balanced', { findCenters: balancedKmeans }, 0.75],
] as const)('points become what levels %s leave over, less with each', async (_, given, most) => {
  const [numPoints, width] = [80, 4];
  const rng = Rng.fromSeed(2);
  const points = Float32Array.from({ length: numPoints * width }, () => rng.normal());
  const left = points.slice();
  const bench = new Workbench();
  const codebooks = await residualKmeans(left, width, {
    ...{ bench, codebookSizes: [4, 6, 5], rounds: 10, rng, ...given },
    onProgress: ignoreProgress,
    pause: () => Promise.resolve(),
  });
  bench.close();
  const squares = [0, 0, 0];
  for (let point = 0; point < numPoints; point++) {
    const { before, chosen } = quantizeSlowly(rowOf(points, width, point), codebooks, [4, 6, 5]);
    const last = before[2].map((value, d) => value - chosen[2][d]);
    expect(rowOf(left, width, point)).toBeAllclose(last, 1e-5);
    [before[1], before[2], last].forEach((residual, i) => {
      squares[i] += residual.reduce((sum, value) => sum + value ** 2, 0);
    });
  }
  const total = points.reduce((sum, value) => sum + value ** 2, 0);
  expect(squares[0]).toBeLessThan(most * total);
  expect(squares[1]).toBeLessThan(0.85 * squares[0]);
  expect(squares[2]).toBeLessThan(0.85 * squares[1]);
});
