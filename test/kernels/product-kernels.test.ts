import { expect, test } from 'vitest';
import { compileKernels } from '../../src/kernels/kernel-build.ts';
import { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import type { Kernels } from '../../src/kernels/kernels.ts';
import { filledPanels } from '../../src/kernels/products/products-layout.ts';
import { REFERENCE_KERNELS } from '../../src/kernels/reference-kernels.ts';
import { Rng } from '../../src/util/rng.ts';
import { describeEachKernelBuild } from '../support/each-kernel-build.ts';
import { GuardedMemory } from './guarded-memory.ts';

/** Rows, terms, columns. */
const SIZES = [
  [1, 1, 1],
  [2, 3, 5],
  [33, 7, 16],
  [32, 16, 19],
  [70, 300, 37],
  [5, 600, 4],
  [131, 64, 48],
] as const;

function drawFloats(memory: KernelMemory, rng: Rng, length: number): Float32Array {
  const values = memory.float32(length);
  for (let i = 0; i < length; i++) values[i] = rng.normal();
  return values;
}

function transposed(values: Float32Array, columns: number): number[] {
  const rows = values.length / columns;
  return Array.from(values, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]);
}

/** The product in all its forms, on the same numbers. */
function products(open: (memory: KernelMemory) => Kernels, [X, I, O]: readonly number[]) {
  const memory = new GuardedMemory();
  const kernels = open(memory);
  const rng = Rng.fromSeed(3);
  const [a_XI, b_IO] = [drawFloats(memory, rng, X * I), drawFloats(memory, rng, I * O)];
  const [a_IX, b_OI] = [memory.float32(X * I), memory.float32(I * O)];
  a_IX.set(transposed(a_XI, I));
  b_OI.set(transposed(b_IO, O));
  const [bias_O, behindRelu_XO] = [drawFloats(memory, rng, O), drawFloats(memory, rng, X * O)];
  const sizes = { numTerms: I, numColumns: O };
  const panels_IW = memory.float32(I * filledPanels(O));
  const times = (a: Float32Array, form: Partial<Parameters<Kernels['multiplyPanels']>[0]>) => {
    const out_XO = memory.float32(X * O);
    const block = { ...sizes, numRows: X, isTransposed: 0, hasRelu: 0, panels_IW, a_XI: a, out_XO };
    kernels.multiplyPanels({ bias_O: undefined, behindRelu_XO: undefined, ...block, ...form });
    return out_XO;
  };
  kernels.packPanels({ ...sizes, isTransposed: 0, b_IO, panels_IW });
  const plain = times(a_XI, {});
  const layer = times(a_XI, { bias_O, hasRelu: 1 });
  const ofTranspose = times(a_IX, { isTransposed: 1 });
  panels_IW.fill(9);
  kernels.packPanels({ ...sizes, isTransposed: 1, b_IO: b_OI, panels_IW });
  const byTranspose = times(a_XI, { behindRelu_XO });
  kernels.close();
  expect(memory.isWhole).toBe(true);
  return { plain, layer, ofTranspose, byTranspose, a_XI, b_IO, bias_O, behindRelu_XO };
}

describeEachKernelBuild(() => {
  test.each(SIZES)('products, %i x %i x %i, as the plain loops', (...sizes) => {
    const wasm = products((memory) => createKernels(memory, 2), sizes);
    const wanted = products(() => REFERENCE_KERNELS, sizes);
    expect(wasm.plain).toBeAllclose(wanted.plain, 1e-5);
    expect(wasm.layer).toBeAllclose(wanted.layer, 1e-5);
    expect(wasm.byTranspose).toBeAllclose(wanted.byTranspose, 1e-5);
    expect(wasm.ofTranspose).toEqual(wasm.plain);
  });

  test('a row has the same bits alone, among others, and for any number of threads', () => {
    const [X, I, O] = [100, 300, 37];
    const all = products((memory) => createKernels(memory, 1), [X, I, O]);
    const three = products((memory) => createKernels(memory, 3), [X, I, O]);
    expect(three.layer).toEqual(all.layer);
    const memory = new KernelMemory();
    const kernels = createKernels(memory, 1);
    const sizes = { numTerms: I, numColumns: O, isTransposed: 0 };
    const own = (values: Float32Array): Float32Array => {
      const copy = memory.float32(values.length);
      copy.set(values);
      return copy;
    };
    const panels_IW = memory.float32(I * filledPanels(O));
    kernels.packPanels({ ...sizes, b_IO: own(all.b_IO), panels_IW });
    for (const row of [0, 1, 31, 32, 63, 99]) {
      const a_XI = own(all.a_XI.subarray(row * I, (row + 1) * I));
      const out_XO = memory.float32(O);
      const options = { bias_O: undefined, behindRelu_XO: undefined, hasRelu: 0 };
      kernels.multiplyPanels({ ...sizes, ...options, numRows: 1, a_XI, panels_IW, out_XO });
      expect(out_XO).toEqual(all.plain.slice(row * O, (row + 1) * O));
    }
  });

  test.each([
    [1, 1, 1],
    [50, 5, 7],
    [70, 64, 100],
    [40, 700, 33],
  ])('nearest of %i rows, %i wide, of %i, as the plain loops', (X, Z, K) => {
    const memory = new GuardedMemory();
    const kernels = createKernels(memory, 2);
    const rng = Rng.fromSeed(8);
    const codebook_KZ = drawFloats(memory, rng, K * Z);
    const panels_ZW = memory.float32(Z * filledPanels(K));
    const sizes = { numTerms: Z, numColumns: K };
    kernels.packPanels({ ...sizes, isTransposed: 1, b_IO: codebook_KZ, panels_IW: panels_ZW });
    const offsets_W = memory.float32(filledPanels(K)).fill(-Infinity);
    for (let k = 0; k < K; k++) {
      const row = codebook_KZ.subarray(k * Z, (k + 1) * Z);
      offsets_W[k] = row.reduce((sum, value) => sum + value * value, 0) / -2;
    }
    const x_XZ = drawFloats(memory, rng, X * Z);
    const nearest_X = memory.int32(X);
    kernels.nearestRows({ ...sizes, x_XZ, panels_ZW, offsets_W, nearest_X });
    kernels.close();
    const distances = Array.from({ length: X }, (_, x) =>
      Array.from({ length: K }, (_unused, k) =>
        Array.from(
          { length: Z },
          (_none, z) => (x_XZ[x * Z + z] - codebook_KZ[k * Z + z]) ** 2,
        ).reduce((a, b) => a + b),
      ),
    );
    expect([...nearest_X]).toEqual(distances.map((of) => of.indexOf(Math.min(...of))));
    expect(memory.isWhole).toBe(true);
  });
});

test('of equally near rows the first, wherever the others stand; no number at all counts as row 0', () => {
  const memory = new KernelMemory();
  const kernels = createKernels(memory, 1);
  const K = 40;
  const sizes = { numTerms: 1, numColumns: K };
  const panels_ZW = memory.float32(filledPanels(K));
  const offsets_W = memory.float32(filledPanels(K)).fill(-Infinity);
  const nearest_X = memory.int32(3);
  const x_XZ = memory.float32(3);
  x_XZ.set([1, -1, NaN]);
  for (const [first, second] of [
    [3, 4],
    [5, 21],
    [6, 17],
    [0, 39],
    [31, 32],
  ]) {
    const codebook_KZ = memory.float32(K).fill(9);
    codebook_KZ[first] = codebook_KZ[second] = 1;
    kernels.packPanels({ ...sizes, isTransposed: 1, b_IO: codebook_KZ, panels_IW: panels_ZW });
    codebook_KZ.forEach((value, k) => (offsets_W[k] = value * value * -0.5));
    kernels.nearestRows({ ...sizes, x_XZ, panels_ZW, offsets_W, nearest_X });
    expect([...nearest_X]).toEqual([first, first, 0]);
  }
});

test('without fused multiply-add the bits are those of float32 sums in the order that is stated', () => {
  const { module } = compileKernels({ SID_KERNELS: 'simd' });
  const [X, I, O] = [3, 600, 5];
  const { layer, a_XI, b_IO, bias_O } = products(
    (memory) => createKernels(memory, 1, module),
    [X, I, O],
  );
  const wanted = Array.from(layer, (_, at) => {
    const [x, o] = [Math.floor(at / O), at % O];
    let sum = 0;
    for (let start = 0; start < I; start += 256) {
      let block = 0;
      for (let i = start; i < Math.min(start + 256, I); i++) {
        block = Math.fround(block + Math.fround(a_XI[x * I + i] * b_IO[i * O + o]));
      }
      sum = Math.fround(block + sum);
    }
    return Math.max(0, Math.fround(sum + bias_O[o]));
  });
  expect([...layer]).toEqual(wanted);
});
