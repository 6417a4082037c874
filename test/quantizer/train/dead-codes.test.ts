import { expect, test } from 'vitest';
import { createOptimizer } from '../../../src/nn/optimizers/optimizers.ts';
import { createCodeCounts } from '../../../src/quantizer/code/code-counts.ts';
import { restartDeadCodes } from '../../../src/quantizer/train/dead-codes.ts';
import { createRqVae } from '../../../src/quantizer/model/rq-vae.ts';
import { learnByGradient } from '../../../src/quantizer/train/techniques/learn-by-gradient.ts';
import { Rng } from '../../../src/util/rng.ts';
import { rowOf } from '../reference.ts';

const WIDTH = 2;
/** Codes of the two levels. */
const SIZES = [3, 4];

function setUp() {
  const sizes = { codebookSizes: SIZES, hidden: [], latentWidth: WIDTH };
  const model = createRqVae(sizes, 4, Rng.fromSeed(1));
  const optimizer = createOptimizer('adam', model.parameters, { learningRate: 0.1 });
  const gradient = new Float32Array(7 * WIDTH).fill(1);
  optimizer.apply([{ parameter: model.codebooks, gradient }]);
  // Two items; their residuals before level 1, before level 2, behind it.
  const residuals_BZ = [10, 20, 30].map((start) =>
    Float32Array.of(start, start + 1, start + 2, start + 3),
  );
  return { model, optimizer, residuals_BZ };
}

test('dead codes become residuals of the batch, and the optimizer forgets them', () => {
  const { model, optimizer, residuals_BZ } = setUp();
  const before = model.codebooks.read();
  const slots = () => optimizer.state().get('optimizer.codebooks.1')?.values ?? new Float32Array();
  const slotsBefore = slots().slice();
  const counts = createCodeCounts(SIZES, Int32Array.of(5, 0, 1, 0, 6, 0, 1));
  const rng = Rng.fromSeed(3);
  const dead = restartDeadCodes(model, counts, { residuals_BZ }, rng);
  expect(dead).toEqual([1, 3, 5]);
  learnByGradient(model).forget(dead, optimizer);
  const after = model.codebooks.read();
  for (const row of [0, 2, 4, 6]) {
    expect(rowOf(after, WIDTH, row)).toEqual(rowOf(before, WIDTH, row));
    expect(rowOf(slots(), WIDTH, row)).toEqual(rowOf(slotsBefore, WIDTH, row));
    expect(slotsBefore[row * WIDTH]).toBeGreaterThan(0);
  }
  expect([
    [10, 11],
    [12, 13],
  ]).toContainEqual(rowOf(after, WIDTH, 1));
  // Two dead codes of one level are set on different items.
  const ofSecond = [rowOf(after, WIDTH, 3), rowOf(after, WIDTH, 5)].sort((a, b) => a[0] - b[0]);
  expect(ofSecond).toEqual([
    [20, 21],
    [22, 23],
  ]);
  for (const row of [1, 3, 5]) expect(rowOf(slots(), WIDTH, row)).toEqual([0, 0]);
});

test('where all codes came up nothing changes', () => {
  const { model, residuals_BZ } = setUp();
  const before = model.codebooks.read();
  const counts = createCodeCounts(SIZES, new Int32Array(7).fill(1));
  expect(restartDeadCodes(model, counts, { residuals_BZ }, Rng.fromSeed(3))).toEqual([]);
  expect(model.codebooks.read()).toEqual(before);
});
