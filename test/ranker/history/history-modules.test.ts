import { afterEach, describe, expect, test } from 'vitest';
import { KernelMemory } from '../../../src/kernels/kernel-memory.ts';
import { Scratch } from '../../../src/kernels/scratch.ts';
import { createKernels } from '../../../src/kernels/kernels.ts';
import type { Kernels } from '../../../src/kernels/kernels.ts';
import type { HistoryModule } from '../../../src/ranker/history/history-module.ts';
import { HISTORY_MODULES, HISTORY_NAMES } from '../../../src/ranker/history/history-modules.ts';
import type { HistoryName } from '../../../src/ranker/history/history-modules.ts';
import { Rng } from '../../../src/util/rng.ts';

const [U, T, M] = [7, 5, 8];

interface Setting {
  readonly module: HistoryModule;
  readonly items_UM: Float32Array;
  readonly itemGradient_UM: Float32Array;
  readonly gradient_BM: Float32Array;
  readonly index_BT: Int32Array;
  readonly lengths_B: Int32Array;
  readonly agesMs_BT: Float32Array;
}

let open: Kernels[] = [];
afterEach(() => {
  for (const kernels of open) kernels.close();
  open = [];
});

function createSetting(name: HistoryName, lengths: readonly number[]): Setting {
  const memory = new KernelMemory();
  const kernels: Kernels = createKernels(memory);
  const rng = Rng.fromSeed(11);
  const B = lengths.length;
  const input = { width: M, historyLength: T, rng, kernels, scratch: new Scratch(memory) };
  const module = HISTORY_MODULES[name].create(input);
  open.push(kernels);
  // Far from the small start, so that every term has a part in the gradients.
  for (const parameter of module.parameters) {
    // Half of the hidden units are far above 0, half far below: no difference meets the kink of a ReLU.
    const isBias1 = parameter.name === 'history.bias1';
    parameter.write(
      parameter.read().map((value, i) => {
        return isBias1 ? (i % 2 === 0 ? 10 : -10) : value + 0.4 * rng.normal();
      }),
    );
  }
  const items_UM = memory.float32(U * M);
  items_UM.forEach((_, i) => (items_UM[i] = rng.normal()));
  const index_BT = memory.int32(B * T);
  index_BT.forEach((_, i) => (index_BT[i] = rng.int(U)));
  const lengths_B = memory.int32(B);
  lengths_B.set(lengths);
  const agesMs_BT = memory.float32(B * T);
  agesMs_BT.forEach((_, i) => (agesMs_BT[i] = 2 ** (30 * rng.uniform())));
  return {
    module,
    items_UM,
    itemGradient_UM: memory.float32(U * M),
    /** With room for one more example. */
    gradient_BM: memory.float32((B + 1) * M),
    index_BT,
    lengths_B,
    agesMs_BT,
  };
}

/** sum_bm c_bm h_bm for fixed c: a number whose gradient can be looked at. */
function lossOf({ module, ...batch }: Setting): number {
  const pass = module.forward(batch);
  const c_BM = weightsOf(batch.lengths_B.length);
  const values = pass.history_BM.slice();
  return values.reduce((sum, value, i) => sum + value * c_BM[i], 0);
}

function weightsOf(numExamples: number): Float32Array {
  return Float32Array.from({ length: numExamples * M }, (_, i) => Math.sin(i + 1));
}

function gradientsOf(setting: Setting): { parameters: Float32Array[]; items: Float32Array } {
  const { module, itemGradient_UM, gradient_BM, ...batch } = setting;
  const numExamples = batch.lengths_B.length;
  itemGradient_UM.fill(0);
  const pass = module.forward(batch);
  const c_BM = gradient_BM.subarray(0, numExamples * M);
  c_BM.set(weightsOf(numExamples));
  const gradients = pass.backward(c_BM, itemGradient_UM);
  const parameters = module.parameters.map((parameter) => {
    const found = gradients.find((each) => each.parameter === parameter);
    if (found === undefined) throw new Error(`no gradient for ${parameter.name}`);
    return found.gradient;
  });
  return { parameters, items: itemGradient_UM.slice() };
}

const STEP = 0.003;

/** Central differences; float32 sums leave about three digits. */
function differencesOf(
  count: number,
  change: (i: number, by: number) => void,
  loss: () => number,
): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    change(i, STEP);
    const above = loss();
    change(i, -2 * STEP);
    const below = loss();
    change(i, STEP);
    return (above - below) / (2 * STEP);
  });
}

describe.each(HISTORY_NAMES)('%s', (name) => {
  const lengths = [5, 0, 2, 1];

  test('gradients to items and to every parameter are those of finite differences', () => {
    const setting = createSetting(name, lengths);
    const { parameters, items } = gradientsOf(setting);
    const byItem = differencesOf(
      U * M,
      (i, by) => (setting.items_UM[i] += by),
      () => lossOf(setting),
    );
    expect(items).toBeAllclose(byItem, 0.01);
    setting.module.parameters.forEach((parameter, p) => {
      const values = parameter.read();
      const byValue = differencesOf(
        values.length,
        (i, by) => {
          values[i] += by;
          parameter.write(values);
        },
        () => lossOf(setting),
      );
      expect(parameters[p], parameter.name).toBeAllclose(byValue, 0.01);
    });
  });

  test('what lies behind the end of a history has no influence', () => {
    const setting = createSetting(name, lengths);
    const loss = lossOf(setting);
    const gradients = gradientsOf(setting);
    lengths.forEach((length, b) => {
      setting.index_BT.fill((b + 3) % U, b * T + length, (b + 1) * T);
      setting.agesMs_BT.fill(1e9, b * T + length, (b + 1) * T);
    });
    expect(lossOf(setting)).toBe(loss);
    expect(gradientsOf(setting)).toEqual(gradients);
  });

  test('a user without clicks gets zeros; a batch of such users changes nothing', () => {
    const setting = createSetting(name, [0, 3, 0]);
    const pass = setting.module.forward(setting);
    const history = pass.history_BM;
    expect([...history.subarray(0, M)]).toEqual(new Array(M).fill(0));
    expect(history.subarray(M, 2 * M).some((value) => value !== 0)).toBe(true);
    const { parameters, items } = gradientsOf(createSetting(name, [0, 0]));
    for (const gradient of [...parameters, items]) {
      expect(gradient.every((value) => value === 0)).toBe(true);
    }
  });

  test('an example has the same vector in any company', () => {
    const setting = createSetting(name, lengths);
    const together = setting.module.forward(setting);
    const all = together.history_BM.slice();
    lengths.forEach((_, b) => {
      const { index_BT, agesMs_BT, lengths_B } = setting;
      const alone = setting.module.forward({
        ...setting,
        index_BT: index_BT.subarray(b * T, (b + 1) * T),
        agesMs_BT: agesMs_BT.subarray(b * T, (b + 1) * T),
        lengths_B: lengths_B.subarray(b, b + 1),
      });
      expect(alone.history_BM).toBeAllclose(all.subarray(b * M, (b + 1) * M), 1e-4);
    });
  });
});
