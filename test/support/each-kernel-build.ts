import { afterEach, beforeEach, describe, vi } from 'vitest';
import { compileKernels, KERNEL_NAMES } from '../../src/kernels/kernel-build.ts';
import type { KernelName } from '../../src/kernels/kernel-build.ts';

/** Whether this processor and this Node run the module. */
export function canRunKernels(name: KernelName): boolean {
  try {
    compileKernels({ SID_KERNELS: name });
    return true;
  } catch {
    return false;
  }
}

/** The tests once with each module of the kernels; with one that cannot run here they count as skipped. */
export function describeEachKernelBuild(tests: () => void): void {
  for (const name of KERNEL_NAMES) {
    describe.skipIf(!canRunKernels(name))(`kernels ${name}`, () => {
      beforeEach(() => {
        vi.stubEnv('SID_KERNELS', name);
      });
      afterEach(() => {
        vi.unstubAllEnvs();
      });
      tests();
    });
  }
}
