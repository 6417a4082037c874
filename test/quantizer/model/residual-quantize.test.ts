import { afterAll, expect, test } from 'vitest';
import { Workbench } from '../../../src/nn/workbench.ts';
import { createCodebooks } from '../../../src/quantizer/model/quantizer-model.ts';
import {
  createCodebookSearch,
  createCodebookSearches,
} from '../../../src/quantizer/model/codebook-search.ts';
import {
  codesOf,
  quantizedOf,
  residualQuantize,
} from '../../../src/quantizer/model/residual-quantize.ts';
import { Rng } from '../../../src/util/rng.ts';
import { quantizeSlowly, rowOf } from '../reference.ts';

const bench = new Workbench();
afterAll(() => bench.close());

test('codes and residuals are those of a plain double loop, with codebooks of other sizes', () => {
  const [numRows, latentWidth, codebookSizes] = [50, 5, [7, 20, 3]];
  const levels = codebookSizes.length;
  const rng = Rng.fromSeed(4);
  const z_BZ = Float32Array.from({ length: numRows * latentWidth }, () => rng.normal());
  const codebooks = createCodebooks(bench, codebookSizes, latentWidth);
  expect(codebooks.shape).toEqual([30, 5]);
  codebooks.write(codebooks.values.map(() => rng.normal()));
  const searches = createCodebookSearches({ bench, codebooks, codebookSizes, latentWidth });
  const coded = residualQuantize(bench, z_BZ, searches);
  const [codes_BL, quantized_BZ] = [codesOf(coded), quantizedOf(coded)];
  for (let b = 0; b < numRows; b++) {
    const z = rowOf(z_BZ, latentWidth, b);
    const wanted = quantizeSlowly(z, codebooks.values, codebookSizes);
    expect([...codes_BL.subarray(b * levels, (b + 1) * levels)]).toEqual(wanted.codes);
    const v = wanted.chosen[levels - 1];
    const left = wanted.before[levels - 1].map((value, d) => value - v[d]);
    expect(rowOf(coded.residuals_BZ[levels], latentWidth, b)).toBeAllclose(left, 1e-5);
    const sum = left.map((value, d) => z[d] - value);
    expect(rowOf(quantized_BZ, latentWidth, b)).toBeAllclose(sum, 1e-5);
  }
});

test('a tie goes to the lower index', () => {
  const x_BZ = bench.copy('x', Float32Array.of(0, 2, 3, 3.5));
  const codebook_KZ = bench.copy('codebook', Float32Array.of(1, -1, 3, 1, 3));
  const search = createCodebookSearch(bench, 'search', codebook_KZ, 1);
  expect([...search.nearest(x_BZ)]).toEqual([0, 0, 2, 2]);
});

test('latents of another width are refused', () => {
  const search = createCodebookSearch(bench, 'narrow', bench.float32(8), 2);
  expect(() => residualQuantize(bench, new Float32Array(3), [search])).toThrow(
    'z_BZ must have rows of 2 floats, got 3 floats',
  );
});
