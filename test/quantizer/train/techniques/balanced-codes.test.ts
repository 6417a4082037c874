import { expect, test } from 'vitest';
import { Workbench } from '../../../../src/nn/workbench.ts';
import { createCodebookSearch } from '../../../../src/quantizer/model/codebook-search.ts';
import { balancedCodes } from '../../../../src/quantizer/train/techniques/balanced-codes.ts';
import { balanceSearch } from '../../../../src/quantizer/train/techniques/balanced-search.ts';
import { flat, golden } from './golden-techniques.ts';

test.each(golden.sinkhorn)(
  'epsilon $epsilon, $iterations rounds: the codes are those of the formula in PyTorch',
  ({ z, codebook, nearest, codes, ...options }) => {
    const bench = new Workbench();
    const width = codebook[0].length;
    const search = createCodebookSearch(
      bench,
      'test',
      bench.copy('codebook', flat(codebook)),
      width,
    );
    const x_BZ = bench.copy('x', flat(z));
    expect([...search.nearest(x_BZ)]).toEqual(nearest);
    expect([...balanceSearch(bench, search, options).nearest(x_BZ)]).toEqual(codes);
    expect(codes).not.toEqual(nearest);
    bench.close();
  },
);

test('each code gets as many rows, at the least sum of distances, by hand', () => {
  // All four are nearest to code 0; the two that lose least go to code 1.
  const distances = Float32Array.of(0, 9, 1, 3, 0, 4, 2, 9);
  const codes = balancedCodes(distances, 2, { epsilon: 0.01, iterations: 100 });
  expect([...codes]).toEqual([0, 1, 1, 0]);
});

test('distances beyond what a double can hold of e^x, and equal ones, give codes', () => {
  const far = Float32Array.of(0, 1e9, 0, 1e9, 1, 1e9);
  expect([...balancedCodes(far, 2, { epsilon: 1e-5, iterations: 10 })]).toEqual([0, 0, 0]);
  const equal = new Float32Array(4).fill(3);
  expect([...balancedCodes(equal, 2, { epsilon: 0.003, iterations: 10 })]).toEqual([0, 0]);
});

test('a code that is barely within what a double can hold takes no rows of the others', () => {
  for (const epsilon of [0.00275, 0.0027, 0.00269, 0.00268]) {
    const distances = Float32Array.of(900, 0, 1, 900, 1, 0);
    const codes = balancedCodes(distances, 3, { epsilon, iterations: 50 });
    expect([...codes], String(epsilon)).toEqual([1, 2]);
  }
});
