import { afterEach, expect, test } from 'vitest';
import { createOptimizer } from '../../../../src/nn/optimizers/optimizers.ts';
import { codebookGradient } from '../../../../src/quantizer/model/codebook-gradient.ts';
import { createCodebookSearches } from '../../../../src/quantizer/model/codebook-search.ts';
import { residualQuantize } from '../../../../src/quantizer/model/residual-quantize.ts';
import { createRqVae } from '../../../../src/quantizer/model/rq-vae.ts';
import type { RqVae } from '../../../../src/quantizer/model/rq-vae.ts';
import { learnByAverages } from '../../../../src/quantizer/train/techniques/learn-by-averages.ts';
import { learnByMap } from '../../../../src/quantizer/train/techniques/learn-by-map.ts';
import { Rng } from '../../../../src/util/rng.ts';
import { rowOf } from '../../reference.ts';
import { flat, golden } from './golden-techniques.ts';

let model: RqVae;
afterEach(() => model.dispose());

function createModel(codebookSizes: readonly number[], latentWidth: number): RqVae {
  model = createRqVae({ codebookSizes, hidden: [], latentWidth }, 4, Rng.fromSeed(1));
  return model;
}

/** Weights by name, as a checkpoint has them. */
const checkpointOf = (tensors: ReturnType<ReturnType<typeof learnByMap>['state']>) => ({
  tensors,
  metadata: {},
});

test("averages: five steps are vector-quantize-pytorch's", () => {
  const { start, decay, steps } = golden.averages;
  const [size, width] = [start.length, start[0].length];
  const { bench, codebooks } = createModel([size], width);
  codebooks.write(flat(start));
  const learning = learnByAverages(model, { emaDecay: decay, batchSize: size });
  learning.begin();
  for (const { batch, codes, codebook } of steps) {
    const coded = residualQuantize(bench, flat(batch), createCodebookSearches(model));
    expect([...coded.codes_B[0]]).toEqual(codes);
    learning.finishStep(coded);
    expect(codebooks.values).toBeAllclose(flat(codebook), 1e-5);
  }
});

test('averages: a row that starts anew stays what it was set to and has the mean weight of its level', () => {
  createModel([2, 2], 2).codebooks.write(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  const learning = learnByAverages(model, { emaDecay: 0.5, batchSize: 8 });
  learning.begin();
  const coded = residualQuantize(
    model.bench,
    Float32Array.of(1, 2, 1, 2),
    createCodebookSearches(model),
  );
  learning.finishStep(coded);
  model.codebooks.values.set([9, 9], 2);
  learning.forget([1], createOptimizer('sgd', [], { learningRate: 1 }));
  const { values } = learning.state().get('ema.weights') ?? { values: new Float32Array() };
  // 4 each, then 0.5 * 4 + 0.5 * 2 of the chosen and 0.5 * 4 of the other: 3 and 2, in the mean 2.5.
  expect([...values]).toEqual([3, 2.5, 3, 2]);
  expect(learning.state().get('ema.sums')?.values.slice(2, 4)).toEqual(Float32Array.of(22.5, 22.5));
});

test("one map: codebook, codes and gradients are vector-quantize-pytorch's SimVQ", () => {
  const { beta, frozen, map, codebook, z, codes, loss, toMap, toLatent } = golden.simVq;
  const [size, width] = [frozen.length, frozen[0].length];
  const { bench, codebooks } = createModel([size], width);
  codebooks.write(flat(frozen));
  const learning = learnByMap(model);
  learning.begin();
  learning.parameters[0].write(flat(map));
  const nothing = { codes_B: [], residuals_BZ: [] };
  learning.finishStep(nothing);
  expect(codebooks.values).toBeAllclose(flat(codebook), 1e-6);

  const coded = residualQuantize(bench, flat(z), createCodebookSearches(model));
  expect([...coded.codes_B[0]]).toEqual(codes);
  const left = [...coded.residuals_BZ[1]];
  const squares = left.reduce((sum, value) => sum + value * value, 0) / z.length;
  expect((1 + beta) * squares).toBeCloseTo(loss, 5);
  const scale = 2 / z.length;
  const [{ parameter, gradient }] = learning.gradientsOf(
    codebookGradient(model, coded, beta, scale),
  );
  expect(parameter).toBe(learning.parameters[0]);
  expect(gradient).toBeAllclose(flat(toMap), 1e-5);
  // Theirs hands the latent nothing but the commitment: the quantized value was not read.
  expect(left.map((value) => beta * scale * value)).toBeAllclose(flat(toLatent), 1e-5);
});

test('one map: the gradient is the finite difference of the sum of squares, level by level', () => {
  const rng = Rng.fromSeed(2);
  const [sizes, width] = [[3, 2], 2];
  createModel(sizes, width).codebooks.write(Float32Array.from({ length: 10 }, () => rng.normal()));
  const learning = learnByMap(model);
  learning.begin();
  const weight = Float32Array.from({ length: 10 }, () => rng.normal());
  const nothing = { codes_B: [], residuals_BZ: [] };
  const value = (): number => {
    learning.finishStep(nothing);
    return model.codebooks.values.reduce((sum, each, i) => sum + weight[i] * each, 0);
  };
  for (const { parameter, gradient } of learning.gradientsOf(weight)) {
    const own = gradient.slice();
    own.forEach((slope, i) => {
      const at = parameter.values[i];
      parameter.values[i] = at + 0.5;
      const high = value();
      parameter.values[i] = at - 0.5;
      const low = value();
      parameter.values[i] = at;
      expect(slope).toBeCloseTo(high - low, 5);
    });
  }
});

test.each([
  ['averages', () => learnByAverages(model, { emaDecay: 0.5, batchSize: 4 })],
  ['one map', () => learnByMap(model)],
])('%s: what was saved goes on as what was not', (_, create) => {
  createModel([2], 2).codebooks.write(Float32Array.of(1, 0, 0, 1));
  const first = create();
  first.begin();
  for (const { values } of first.parameters) values[1] = 0.25;
  const step = (learning: typeof first): Float32Array => {
    const z_BZ = Float32Array.of(2, 1, 0, 3);
    const coded = residualQuantize(model.bench, z_BZ, createCodebookSearches(model));
    learning.finishStep(coded);
    return model.codebooks.read();
  };
  step(first);
  const saved = { codebooks: model.codebooks.read(), state: first.state() };
  const unbroken = step(first);
  expect(rowOf(unbroken, 2, 0)).not.toEqual([1, 0]);
  model.codebooks.write(saved.codebooks);
  const second = create();
  second.restore(checkpointOf(saved.state), 'state.safetensors');
  expect(step(second)).toEqual(unbroken);
});
