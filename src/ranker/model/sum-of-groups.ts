// Gradients of all groups of examples.
import type { Scratch } from '../../kernels/kernel-memory.ts';
import type { Kernels } from '../../kernels/kernels.ts';

/**
 * The sum of what each group of examples has summed, in the order of the groups: the same for any number of threads.
 *
 * @param sums as many times `length` floats as there are groups
 * @returns `length` floats in the kernels' memory, until the next call
 */
export function sumOfGroups(
  sums: Float32Array,
  length: number,
  kernels: Kernels,
  scratch: Scratch,
): Float32Array {
  const total = scratch.float32('groupTotal', length);
  kernels.sumGroups(sums, total);
  return total;
}
