import { expect, test } from 'vitest';
import { ATTENTION } from '../../src/kernels/attention/attention-layout.ts';
import { BYPASS } from '../../src/kernels/bypass/bypass-layout.ts';
import { dlrmSumsLength, numDotProducts } from '../../src/kernels/dlrm/dlrm-layout.ts';
import { filledUp, numGroups } from '../../src/kernels/example-groups.ts';
import { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import { REFERENCE_KERNELS } from '../../src/kernels/reference-kernels.ts';
import { Rng } from '../../src/util/rng.ts';
import { describeEachKernelBuild } from '../support/each-kernel-build.ts';
import { GuardedMemory } from './guarded-memory.ts';
import { copyBlock, drawInts, randomBlock, writeTranspose } from './random-block.ts';

const U = 20;

/** Histories of random lengths and ages. */
function createHistories(memory: KernelMemory, rng: Rng, B: number, T: number) {
  const ages_BT = memory.float32(B * T);
  ages_BT.forEach((_, i) => (ages_BT[i] = 2 ** (14 * rng.uniform() - 1)));
  const index_BT = drawInts(memory, rng, B * T, 0, U);
  return { index_BT, lengths_B: drawInts(memory, rng, B, 0, T + 1), ages_BT };
}

/** Where users have clicks, row by row. */
function ofClicks(rows: Float32Array, lengths: Int32Array, width: number): number[] {
  return [...lengths].flatMap((length, b) =>
    length === 0 ? [] : [...rows.subarray(b * width, (b + 1) * width)],
  );
}

const bypassSizes = [
  [1, 1, 4, 4],
  [7, 3, 12, 8],
  [64, 6, 8, 36],
  [131, 5, 20, 12],
];
const attentionSizes = [
  [1, 1, 4, 4, 0],
  [7, 3, 12, 16, 0],
  [67, 6, 8, 32, 0],
  [5, 9, 16, 64, 4],
  [130, 2, 4, 16, 8],
];

describeEachKernelBuild(() => {
  test.each(bypassSizes)('Bypass, B %i, T %i, M %i, A %i, as the plain loops', (B, T, M, A) => {
    const memory = new GuardedMemory();
    const kernels = createKernels(memory, 2);
    const rng = Rng.fromSeed(5);
    const block = randomBlock(BYPASS, memory, rng, {
      ...{ numExamples: B, historyLength: T, width: M, numAges: A },
      ...createHistories(memory, rng, B, T),
      items_UM: memory.float32(U * M),
    });
    block.items_UM.forEach((_, i) => (block.items_UM[i] = rng.normal()));
    writeTranspose(block.weight_MM, M, block.weightTransposed_MM);
    const plain = copyBlock(block);
    kernels.bypass(block);
    REFERENCE_KERNELS.bypass(plain);
    expect(block.history_BM).toBeAllclose(plain.history_BM, 1e-5);
    kernels.bypassBack(block);
    kernels.close();
    REFERENCE_KERNELS.bypassBack(plain);
    const wanted = ofClicks(plain.dClicks_BM, block.lengths_B, M);
    expect(ofClicks(block.dClicks_BM, block.lengths_B, M)).toBeAllclose(wanted, 1e-5);
    expect(block.sums_GP).toBeAllclose(plain.sums_GP, 2e-5);
    expect(memory.isWhole).toBe(true);
  });

  test.each(attentionSizes)(
    'attention, B %i, T %i, M %i, F %i, S %i, as the plain loops',
    (B, T, M, F, S) => {
      const memory = new GuardedMemory();
      const kernels = createKernels(memory, 3);
      const rng = Rng.fromSeed(6);
      const block = randomBlock(ATTENTION, memory, rng, {
        ...{ numExamples: B, historyLength: T, width: M, hidden: F, numSeeds: S, numAges: 12 },
        ...createHistories(memory, rng, B, T),
        items_UM: memory.float32(U * M),
      });
      block.items_UM.forEach((_, i) => (block.items_UM[i] = rng.normal()));
      if (S > 0) block.scoreBias_M.fill(0);
      writeTranspose(block.scores_XM, M, block.scoresTransposed_MX);
      writeTranspose(block.value_MM, M, block.valueTransposed_MM);
      writeTranspose(block.weight1_MF, F, block.weight1Transposed_FM);
      writeTranspose(block.weight2_FM, M, block.weight2Transposed_MF);
      const plain = copyBlock(block);
      kernels.attend(block);
      REFERENCE_KERNELS.attend(plain);
      expect(block.history_BM).toBeAllclose(plain.history_BM, 1e-5);
      kernels.attendBack(block);
      kernels.close();
      REFERENCE_KERNELS.attendBack(plain);
      block.lengths_B.forEach((length, b) => {
        const clicks = [b * T * M, (b * T + length) * M] as const;
        const wanted = plain.dClicks_BTM.subarray(...clicks);
        expect(block.dClicks_BTM.subarray(...clicks)).toBeAllclose(wanted, 5e-5);
      });
      expect(block.sums_GP).toBeAllclose(plain.sums_GP, 1e-4);
      expect(memory.isWhole).toBe(true);
    },
  );

  test.each([
    [1, 4, 0],
    [5, 8, 0],
    [64, 16, 0],
    [65, 12, 0],
    [200, 64, 0],
    [1, 4, 1],
    [65, 12, 1],
    [130, 8, 2],
    [70, 16, 5],
  ])('the dense part of %i examples of width %i, %i categories, as the plain loops', (B, M, C) => {
    const x = M + filledUp(numDotProducts(C));
    const { kernels, block, memory } = createDlrm(B, M, [4, 20, M], [x, 12, 8, 4], C);
    kernels.dlrm({ ...block, gradients: undefined });
    const predicted = block.probabilities_B.slice();
    kernels.dlrm(block);
    kernels.close();
    expect(block.probabilities_B).toEqual(predicted);
    const plain = {
      ...block,
      probabilities_B: new Float32Array(B),
      gradients: copyBlock(block.gradients),
    };
    REFERENCE_KERNELS.dlrm(plain);
    expect(block.probabilities_B).toBeAllclose(plain.probabilities_B, 1e-5);
    expect(block.gradients.history_BM).toBeAllclose(plain.gradients.history_BM, 1e-5);
    expect(block.gradients.target_BM).toBeAllclose(plain.gradients.target_BM, 1e-5);
    const { categories_CBM, sums_GP } = block.gradients;
    expect(categories_CBM).toBeAllclose(plain.gradients.categories_CBM, 1e-5);
    expect(sums_GP).toBeAllclose(plain.gradients.sums_GP, 1e-5);
    expect(memory.isWhole).toBe(true);
  });

  test.each([0, 3])('its gradients are those of finite differences, %i categories', (C) => {
    const x = 4 + filledUp(numDotProducts(C));
    const { kernels, block } = createDlrm(6, 4, [4, 8, 4], [x, 8, 4], C);
    kernels.dlrm(block);
    kernels.close();
    const probabilities_B = new Float64Array(6) as unknown as Float32Array;
    const loss = (): number => {
      REFERENCE_KERNELS.dlrm({ ...block, probabilities_B, gradients: undefined });
      const losses = Array.from(probabilities_B, (p, b) =>
        Math.log(block.labels_B[b] === 1 ? p : 1 - p),
      );
      return -losses.reduce((sum, each) => sum + each, 0) / block.numExamples;
    };
    const { history_BM, target_BM, categories_CBM, sums_GP } = block.gradients;
    const [firstWeight, lastBias] = [block.layers[0].weight_IO, block.layers[3].bias_O];
    const cases = [
      [block.history_BM, history_BM],
      [block.target_BM, target_BM],
      [block.categories_CBM, categories_CBM],
      [firstWeight, sums_GP.subarray(0, firstWeight.length)],
      // Of the last layer only the first output counts: the logit.
      [lastBias.subarray(0, 1), sums_GP.subarray(sums_GP.length - 4, sums_GP.length - 3)],
    ];
    for (const [values, gradient] of cases) {
      const differences = Array.from(values, (value, i) => {
        values[i] = value + 0.002;
        const [high, above] = [values[i], loss()];
        values[i] = value - 0.002;
        const difference = (above - loss()) / (high - values[i]);
        values[i] = value;
        return difference;
      });
      expect(gradient).toBeAllclose(differences, 2e-3);
    }
  });

  test('sums over groups: any number of threads gives the same bits', () => {
    const results = [1, 2, 5].map((numThreads) => {
      const memory = new KernelMemory();
      const kernels = createKernels(memory, numThreads);
      const rng = Rng.fromSeed(5);
      const [sums_GP, out_P] = [memory.float32(37 * 4096), memory.float32(4096)];
      sums_GP.forEach((_, i) => (sums_GP[i] = rng.normal()));
      kernels.sumGroups({ sums_GP, out_P });
      kernels.close();
      const plain = new Float32Array(4096);
      REFERENCE_KERNELS.sumGroups({ sums_GP, out_P: plain });
      expect(out_P).toEqual(plain);
      return out_P.slice();
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});

/** @param dense widths of the dense MLP; @param top of the top MLP; @param C categories */
function createDlrm(B: number, M: number, dense: number[], top: number[], C = 0) {
  const memory = new GuardedMemory();
  const kernels = createKernels(memory, 2);
  const rng = Rng.fromSeed(5);
  const floats = (length: number, scale = 1): Float32Array => {
    const values = memory.float32(length);
    for (let i = 0; i < length; i++) values[i] = scale * rng.normal();
    return values;
  };
  const layers = [dense, top].flatMap((widths) =>
    widths.slice(1).map((numOutputs, i) => {
      const numInputs = widths[i];
      const weight_IO = floats(numInputs * numOutputs, 1 / Math.sqrt(numInputs));
      const weightTransposed_OI = floats(weight_IO.length);
      writeTranspose(weight_IO, numOutputs, weightTransposed_OI);
      return { numInputs, numOutputs, weight_IO, weightTransposed_OI, bias_O: floats(numOutputs) };
    }),
  );
  const labels_B = memory.float32(B);
  labels_B.forEach((_, b) => (labels_B[b] = rng.int(2)));
  const block = {
    ...{ numExamples: B, width: M, layers, numDenseLayers: dense.length - 1 },
    categories_CBM: floats(C * B * M),
    ...{ features_BF: floats(B * dense[0]), history_BM: floats(B * M), target_BM: floats(B * M) },
    ...{ labels_B, probabilities_B: floats(B) },
    gradients: {
      history_BM: floats(B * M),
      target_BM: floats(B * M),
      categories_CBM: floats(C * B * M),
      sums_GP: floats(numGroups(B) * dlrmSumsLength(layers)),
    },
  };
  return { kernels, block, memory };
}
