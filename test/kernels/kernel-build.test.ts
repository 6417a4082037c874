import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kernelBuild } from '../../src/kernels/kernel-build.ts';

test('the build names the file that runs', () => {
  const file = new URL('../../src/kernels/build/kernels.wasm', import.meta.url);
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  expect(kernelBuild()).toEqual({ name: 'simd', sha256 });
});
