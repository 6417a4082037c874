import { afterEach, describe, expect, test } from 'vitest';
import { tf } from '../../../src/engine/tf.ts';
import {
  createCodebookSearch,
  createCodebookSearches,
  disposeCodebookSearches,
} from '../../../src/quantizer/model/codebook-search.ts';
import { nearestRow } from '../../../src/quantizer/model/nearest-row.ts';
import {
  codesOf,
  disposeResidualCodes,
  residualQuantize,
} from '../../../src/quantizer/model/residual-quantize.ts';
import { Rng } from '../../../src/util/rng.ts';
import { quantizeSlowly, rowOf } from '../reference.ts';

const native = tf.getBackend();
afterEach(() => tf.setBackend(native));

describe.each([native, 'cpu'])('on %s', (backend) => {
  test('codes and residuals are those of a plain double loop', async () => {
    await tf.setBackend(backend);
    const [numRows, levels, codebookSize, latentWidth] = [50, 3, 7, 5];
    const rng = Rng.fromSeed(4);
    const z = Float32Array.from({ length: numRows * latentWidth }, () => rng.normal());
    const books = Float32Array.from({ length: levels * codebookSize * latentWidth }, () =>
      rng.normal(),
    );
    const before = tf.memory().numTensors;
    const z_BZ = tf.tensor2d(z, [numRows, latentWidth]);
    const codebooks_LKZ = tf.tensor3d(books, [levels, codebookSize, latentWidth]);
    const searches = createCodebookSearches(codebooks_LKZ);
    const coded = residualQuantize(z_BZ, searches);
    const codes_BL = codesOf(coded);
    const last = coded.residuals_BZ[levels].dataSync();
    for (let b = 0; b < numRows; b++) {
      const sizes = { levels, codebookSize, latentWidth };
      const wanted = quantizeSlowly(rowOf(z, latentWidth, b), books, sizes);
      expect([...codes_BL.subarray(b * levels, (b + 1) * levels)]).toEqual(wanted.codes);
      const v = wanted.chosen[levels - 1];
      const left = wanted.before[levels - 1].map((value, d) => value - v[d]);
      expect(rowOf(last, latentWidth, b)).toBeAllclose(left, 1e-5);
    }
    disposeResidualCodes(coded);
    disposeCodebookSearches(searches);
    tf.dispose([z_BZ, codebooks_LKZ]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a tie goes to the lower index', async () => {
    await tf.setBackend(backend);
    const x_BZ = tf.tensor2d([[0], [2], [3], [3.5]]);
    const search = createCodebookSearch(tf.tensor2d([[1], [-1], [3], [1], [3]]));
    expect([...nearestRow(x_BZ, search).dataSync()]).toEqual([0, 0, 2, 2]);
  });
});

test('latents of another width are refused', () => {
  expect(() =>
    residualQuantize(tf.ones([2, 3]), createCodebookSearches(tf.ones([1, 4, 2]))),
  ).toThrow('z_BZ must have shape [*,2], got [2,3]');
});
