import { expect, test } from 'vitest';
import { towerSumsLength } from '../../src/kernels/click-tower.ts';
import type { ClickTower, TowerLayer } from '../../src/kernels/click-tower.ts';
import { numGroups } from '../../src/kernels/example-groups.ts';
import { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import { Rng } from '../../src/util/rng.ts';
import { clearBypass, clearTower } from './clear-dense.ts';
import { describeEachKernelBuild } from '../support/each-kernel-build.ts';

function open(numThreads = 2) {
  const memory = new KernelMemory();
  const kernels = createKernels(memory, numThreads);
  const rng = Rng.fromSeed(5);
  const floats = (length: number, room = length): Float32Array => {
    const array = memory.float32(room).subarray(0, length);
    array.forEach((_, i) => (array[i] = rng.normal()));
    return array;
  };
  return { memory, kernels, rng, floats };
}

/** [inputs, outputs] of each layer, the dense ones first. */
type Sizes = readonly (readonly [number, number])[];

function createTower(numExamples: number, width: number, sizes: Sizes, numDenseLayers: number) {
  const { memory, kernels, rng, floats } = open();
  const layers = sizes.map(([numInputs, numOutputs]): TowerLayer => {
    const weight = floats(numInputs * numOutputs).map((value) => value / Math.sqrt(numInputs));
    const own = memory.float32(weight.length);
    own.set(weight);
    const weightBack = memory.float32(weight.length);
    own.forEach((value, i) => {
      weightBack[(i % numOutputs) * numInputs + Math.floor(i / numOutputs)] = value;
    });
    return { numInputs, numOutputs, weight: own, weightBack, bias: floats(numOutputs) };
  });
  const rows = (columns: number): Float32Array =>
    floats(numExamples * columns, (numExamples + 1) * columns);
  const labels = memory.float32(numExamples);
  labels.forEach((_, b) => (labels[b] = rng.int(2)));
  const tower = {
    numExamples,
    width,
    layers,
    numDenseLayers,
    features: rows(sizes[0][0]),
    history: rows(width),
    target: rows(width),
    labels,
    probabilities: memory.float32(numExamples),
    gradients: {
      history: rows(width),
      target: rows(width),
      sums: memory.float32(numGroups(numExamples) * towerSumsLength(layers)),
    },
  } satisfies ClickTower;
  return { kernels, tower, total: memory.float32(towerSumsLength(layers)) };
}

describeEachKernelBuild(() => {
  test.each([
    [1, 4],
    [5, 8],
    [64, 16],
    [65, 12],
    [200, 64],
  ])(
    'the tower for %i examples of width %i is that of the plain formulas',
    (numExamples, width) => {
      const sizes: Sizes = [
        [4, 20],
        [20, width],
        [width + 4, 12],
        [12, 8],
        [8, 4],
      ];
      const { kernels, tower, total } = createTower(numExamples, width, sizes, 2);
      kernels.climb({ ...tower, gradients: undefined });
      const predicted = tower.probabilities.slice();
      kernels.climb(tower);
      kernels.sumGroups(tower.gradients.sums, total);
      kernels.close();
      const wanted = clearTower(tower);
      expect(tower.probabilities).toEqual(predicted);
      expect(tower.probabilities).toBeAllclose(wanted.probabilities, 1e-5);
      expect(tower.gradients.history).toBeAllclose(wanted.history, 1e-5);
      expect(tower.gradients.target).toBeAllclose(wanted.target, 1e-5);
      expect(total).toBeAllclose(wanted.layers, 1e-5);
    },
  );

  test('the gradients of the tower are those of finite differences of the loss', () => {
    const { kernels, tower } = createTower(
      6,
      4,
      [
        [4, 8],
        [8, 4],
        [8, 8],
        [8, 4],
      ],
      2,
    );
    kernels.climb(tower);
    kernels.close();
    const loss = (): number => {
      const { probabilities } = clearTower(tower);
      const losses = probabilities.map((p, b) => -Math.log(tower.labels[b] === 1 ? p : 1 - p));
      return losses.reduce((sum, each) => sum + each, 0) / tower.numExamples;
    };
    const { history, target, sums } = tower.gradients;
    const [firstWeight, lastBias] = [tower.layers[0].weight, tower.layers[3].bias];
    const cases = [
      [tower.history, history],
      [tower.target, target],
      [firstWeight, sums.subarray(0, firstWeight.length)],
      // Of the last layer only the first output counts: the logit.
      [lastBias.subarray(0, 1), sums.subarray(sums.length - 4, sums.length - 3)],
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

  test.each([1, 7, 64, 131])('Bypass for %i examples is that of the plain formulas', (B) => {
    const [T, M, A, U] = [6, 8, 12, 20];
    const { memory, kernels, rng, floats } = open();
    const rows = (columns: number): Float32Array => floats(B * columns, (B + 1) * columns);
    const index = memory.int32(B * T);
    index.forEach((_, i) => (index[i] = rng.int(U)));
    const lengths = memory.int32(B);
    lengths.forEach((_, b) => (lengths[b] = rng.int(T + 1)));
    const ages = memory.float32(B * T);
    ages.forEach((_, i) => (ages[i] = 2 ** (14 * rng.uniform() - 1)));
    const weight = floats(M * M);
    const weightBack = memory.float32(M * M);
    weight.forEach((value, i) => (weightBack[(i % M) * M + Math.floor(i / M)] = value));
    const block = {
      numExamples: B,
      historyLength: T,
      width: M,
      numAges: A,
      items: floats(U * M),
      index,
      lengths,
      ages,
      ageVectors: floats(A * M),
      weight,
      weightBack,
      places: memory.int32(B),
      shares: rows(A),
      clicks: rows(M),
      history: rows(M),
      dHistory: rows(M),
      dClicks: rows(M),
      sums: memory.float32(numGroups(B) * (M + A) * M),
    };
    const total = memory.float32((M + A) * M);
    kernels.bypass(block);
    const history = block.history.slice();
    kernels.bypassBack(block);
    kernels.sumGroups(block.sums, total);
    kernels.close();
    const wanted = clearBypass(block);
    expect(history).toBeAllclose(wanted.history, 1e-5);
    lengths.forEach((length, b) => {
      if (length === 0) return;
      const row = [b * M, (b + 1) * M] as const;
      expect(block.dClicks.subarray(...row)).toBeAllclose(wanted.dClicks.slice(...row), 1e-5);
    });
    expect(total.subarray(0, M * M)).toBeAllclose(wanted.dWeight, 1e-5);
    expect(total.subarray(M * M)).toBeAllclose(wanted.dAgeVectors, 1e-5);
  });

  test('any number of threads gives the same bits', () => {
    const results = [1, 2, 5].map((numThreads) => {
      const { memory, kernels, floats } = open(numThreads);
      const [sums, out] = [floats(37 * 4096), memory.float32(4096)];
      kernels.sumGroups(sums, out);
      kernels.close();
      return out.slice();
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});
