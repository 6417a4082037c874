import { expect, test } from 'vitest';
import { Workbench } from '../../../src/nn/workbench.ts';
import { residualKmeans } from '../../../src/quantizer/model/residual-kmeans.ts';
import { Rng } from '../../../src/util/rng.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { quantizeSlowly, rowOf } from '../reference.ts';

test('points become what the levels leave over, less with each level', async () => {
  const [numPoints, width] = [80, 4];
  const rng = Rng.fromSeed(2);
  const points = Float32Array.from({ length: numPoints * width }, () => rng.normal());
  const left = points.slice();
  const bench = new Workbench();
  const codebooks = await residualKmeans(left, width, {
    ...{ bench, codebookSizes: [4, 6, 5], rounds: 10, rng },
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
  expect(squares[0]).toBeLessThan(0.7 * total);
  expect(squares[1]).toBeLessThan(0.8 * squares[0]);
  expect(squares[2]).toBeLessThan(0.8 * squares[1]);
});
