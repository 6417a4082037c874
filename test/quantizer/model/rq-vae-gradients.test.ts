import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { createOptimizer } from '../../../src/nn/optimizers/optimizers.ts';
import { codesOf } from '../../../src/quantizer/model/residual-quantize.ts';
import { createCodebookSearches } from '../../../src/quantizer/model/codebook-search.ts';
import { rqVaeGradients, rqVaeLossOf } from '../../../src/quantizer/model/rq-vae-gradients.ts';
import type { RqVaeBatch, RqVaeStep } from '../../../src/quantizer/model/rq-vae-gradients.ts';
import { createRqVae } from '../../../src/quantizer/model/rq-vae.ts';
import type { RqVae, RqVaeSizes } from '../../../src/quantizer/model/rq-vae.ts';
import { GRADIENT_ESTIMATORS } from '../../../src/quantizer/train/techniques/gradient-estimators.ts';
import { Rng } from '../../../src/util/rng.ts';
import { decodeSlowly, encodeSlowly, quantizeSlowly, squareLength } from '../reference.ts';

/** Made by test/golden/quantizer/make.py with PyTorch. */
interface Golden {
  readonly sizes: Omit<RqVaeSizes, 'codebookSizes'> & {
    readonly levels: number;
    readonly codebookSize: number;
    readonly inputWidth: number;
    readonly batchSize: number;
  };
  readonly commitmentWeight: number;
  readonly learningRate: number;
  readonly weights: readonly Nested[];
  readonly batches: readonly number[][][];
  readonly adam: GoldenRun;
  readonly adagrad: GoldenRun;
  /** Adam, with the rotation of vector-quantize-pytorch in the place of straight-through. */
  readonly rotation: GoldenRun;
}

interface GoldenRun {
  readonly losses: readonly number[];
  readonly codes: readonly number[][][];
  readonly weights: readonly Nested[];
}

type Nested = readonly (number | Nested)[];

const golden = JSON.parse(
  readFileSync(new URL('../../golden/quantizer/rq-vae-steps.json', import.meta.url), 'utf8'),
) as Golden;
const { sizes, commitmentWeight: beta } = golden;
const { inputWidth, batchSize, levels } = sizes;
const codebookSizes = Array<number>(levels).fill(sizes.codebookSize);

let model: RqVae;
afterEach(() => model.dispose());

function createGoldenModel(): RqVae {
  model = createRqVae({ ...sizes, codebookSizes }, inputWidth, Rng.fromSeed(1));
  expect(model.parameters).toHaveLength(golden.weights.length);
  model.parameters.forEach((parameter, i) => parameter.write(flat(golden.weights[i])));
  return model;
}

function flat(nested: Nested): Float32Array {
  return Float32Array.from(nested.flat(3) as number[]);
}

function gradientsOn(x_BD: Float32Array, handBack?: RqVaeStep['handBack']): RqVaeBatch {
  const searches = createCodebookSearches(model);
  return rqVaeGradients(model, x_BD, { beta, searches, ...(handBack && { handBack }) });
}

test.each([
  ['adam', 'adam', 'straight-through'],
  ['adagrad', 'adagrad', 'straight-through'],
  ['rotation', 'adam', 'rotation'],
] as const)('20 steps of %s are those of PyTorch', (run, name, gradient) => {
  const { losses, codes, weights } = golden[run];
  createGoldenModel();
  const optimizer = createOptimizer(name, model.parameters, {
    learningRate: golden.learningRate,
  });
  golden.batches.forEach((rows, step) => {
    const batch = gradientsOn(flat(rows), GRADIENT_ESTIMATORS[gradient]);
    expect([batch.loss.loss]).toBeAllclose([losses[step]], 1e-5);
    expect([...codesOf(batch.coded)]).toEqual(codes[step].flat());
    optimizer.apply(batch.gradients);
  });
  model.parameters.forEach((parameter, i) => {
    expect(parameter.read()).toBeAllclose(flat(weights[i]), 1e-5);
  });
});

test('the gradients are the finite differences of the loss with its stopped parts held', () => {
  createGoldenModel();
  const x = golden.batches[0].flat();
  const batch = gradientsOn(Float32Array.from(x));
  const codes = codesOf(batch.coded);
  const held = partsOf(x, codes);
  expect(batch.loss.loss).toBeCloseTo(lossSlowly(x, codes, held), 4);
  for (const { parameter, gradient } of batch.gradients) {
    const start = parameter.read();
    const numeric = Array.from(start, (value, i) => {
      const lossAt = (by: number): { loss: number; at: number } => {
        const moved = start.slice();
        moved[i] = value + by;
        parameter.write(moved);
        return { loss: lossSlowly(x, codes, held), at: moved[i] };
      };
      const [high, low] = [lossAt(1e-3), lossAt(-1e-3)];
      return (high.loss - low.loss) / (high.at - low.at);
    });
    parameter.write(start);
    expect(gradient, parameter.name).toBeAllclose(numeric, 1e-3);
  }
});

test('the loss alone is that of a step', () => {
  createGoldenModel();
  const x_BD = flat(golden.batches[1]);
  const { loss, coded } = gradientsOn(x_BD);
  expect(rqVaeLossOf(model, x_BD, coded, beta)).toEqual(loss);
  expect(loss.loss).toBeCloseTo(
    loss.reconstruction + 1.5 * loss.residualSquares_L.reduce((a, b) => a + b, 0),
    5,
  );
});

/** The parts of one batch that a stop-gradient may hold, for each item: z, then v_l and r_l of each level. */
interface Parts {
  readonly z: number[];
  readonly chosen: number[][];
  readonly before: number[][];
}

function partsOf(x: readonly number[], codes: ArrayLike<number>): Parts[] {
  const codebooks = model.codebooks.read();
  return Array.from({ length: batchSize }, (_, b) => {
    const row = x.slice(b * inputWidth, (b + 1) * inputWidth);
    const z = encodeSlowly(model, row);
    const given = Array.from({ length: levels }, (_unused, level) => codes[b * levels + level]);
    return { z, ...quantizeSlowly(z, codebooks, codebookSizes, given) };
  });
}

/** The paper's loss in double precision, with what it stops taken from `held`. */
function lossSlowly(
  x: readonly number[],
  codes: ArrayLike<number>,
  held: readonly Parts[],
): number {
  let total = 0;
  partsOf(x, codes).forEach(({ z, chosen, before }, b) => {
    const stopped = held[b];
    const passed = z.map(
      (value, d) => value + stopped.chosen.reduce((sum, v) => sum + v[d], 0) - stopped.z[d],
    );
    const row = x.slice(b * inputWidth, (b + 1) * inputWidth);
    total += squareLength(decodeSlowly(model, passed), row);
    chosen.forEach((v, level) => {
      total += beta * squareLength(before[level], stopped.chosen[level]);
      total += squareLength(stopped.before[level], v);
    });
  });
  return total / batchSize;
}
