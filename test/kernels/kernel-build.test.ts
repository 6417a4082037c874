import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kernelBuild, KERNEL_NAMES } from '../../src/kernels/kernel-build.ts';
import { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import { canRunKernels, describeEachKernelBuild } from '../support/each-kernel-build.ts';

test.each(KERNEL_NAMES)('the build names the file that runs: %s', (name) => {
  if (!canRunKernels(name)) return;
  const file = new URL(`../../src/kernels/build/${name}.wasm`, import.meta.url);
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  expect(kernelBuild({ SID_KERNELS: name })).toEqual({ name, sha256 });
});

test('fused multiply-add is taken where it can be had; other names are refused', () => {
  expect(kernelBuild({}).name).toBe(canRunKernels('fma') ? 'fma' : 'simd');
  expect(() => kernelBuild({ SID_KERNELS: 'avx' })).toThrow(
    'SID_KERNELS is fma or simd, got "avx"',
  );
});

describeEachKernelBuild(() => {
  test('Adagrad rounds a product before the sum, or does not, as the name says', () => {
    const memory = new KernelMemory();
    const kernels = createKernels(memory, 1);
    const [starts_E, accumulators_HM] = [memory.int32(2), memory.float32(4).fill(-1)];
    starts_E[1] = 1;
    kernels.adagrad({
      ...{ width: 4, rate: 0, epsilon: 1, starts_E, rows_R: memory.int32(1) },
      ...{ members_N: memory.int32(1), weights_HM: memory.float32(4), accumulators_HM },
      gradients_UM: memory.float32(4).fill(1 + 2 ** -12),
    });
    // (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24, of which a float32 keeps what stands before the last term.
    const wanted = kernelBuild().name === 'fma' ? 2 ** -11 + 2 ** -24 : 2 ** -11;
    expect([...accumulators_HM]).toEqual(Array(4).fill(wanted));
  });
});
