// Adagrad, row-wise Adagrad.
import type { KernelMemory } from '../../kernels/kernel-memory.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import type { Scratch } from '../../kernels/scratch.ts';
import type { RowGroups } from './batch-plan.ts';
import { createRowStore } from './row-store.ts';
import type { RowStore } from './row-store.ts';

/** Changes the rows that a batch named, and keeps what it must remember of each. */
export interface TableOptimizer {
  /** Updates `weights_RM`, copies of the rows that `groups` names; a row's gradient is the sum of its items'. */
  updateCopies(weights_RM: Float32Array, groups: RowGroups, gradients_UM: Float32Array): void;
  /**
   * The same in the table itself, without a copy of the rows. Undefined where what it remembers lies outside the
   * kernels' memory.
   */
  readonly updateTable:
    ((weights_HM: Float32Array, groups: RowGroups, gradients_UM: Float32Array) => void) | undefined;
  /** What it remembers, by name. */
  readonly stores: Readonly<Record<string, RowStore>>;
}

export interface TableOptimizerInput {
  readonly numRows: number;
  readonly width: number;
  readonly learningRate: number;
  readonly memory: KernelMemory;
  readonly kernels: Kernels;
  readonly scratch: Scratch;
}

/** PyTorch's Adagrad epsilon. */
const EPSILON = 1e-10;

/**
 * - `adagrad`: an accumulator for each value (Duchi 2011; torch.optim.Adagrad).
 * - `row-wise-adagrad`: one for each row, the mean of its squared gradients; a table of 50 million rows
 *   then remembers 1/M of that (as in FBGEMM's EXACT_ROWWISE_ADAGRAD).
 */
export const tableOptimizers = {
  adagrad: createAdagrad,
  'row-wise-adagrad': createRowWiseAdagrad,
} satisfies Record<string, (input: TableOptimizerInput) => TableOptimizer>;

export type TableOptimizerName = keyof typeof tableOptimizers;

/** Floats of a row with what the optimizer remembers of it. */
export function floatsOfRow(width: number, optimizer: TableOptimizerName): number {
  return optimizer === 'adagrad' ? 2 * width : width + 1;
}

function createAdagrad(input: TableOptimizerInput): TableOptimizer {
  const { numRows, width, learningRate, memory, kernels, scratch } = input;
  const accumulators = createRowStore(numRows, width, memory, kernels);
  const { inKernelMemory } = accumulators;
  const settings = { width, rate: learningRate, epsilon: EPSILON };
  return {
    stores: { accumulators },
    updateTable:
      inKernelMemory &&
      ((weights_HM, groups, gradients_UM) => {
        const tables = { weights_HM, accumulators_HM: inKernelMemory };
        kernels.adagrad({ ...settings, ...tables, ...groups, gradients_UM });
      }),
    updateCopies(weights_RM, groups, gradients_UM) {
      const { rows_R } = groups;
      const accumulators_RM = scratch.float32('accumulators', weights_RM.length);
      accumulators.gather(rows_R, accumulators_RM);
      const copies = { weights_HM: weights_RM, accumulators_HM: accumulators_RM };
      const ofCopies = numberGroups(groups, scratch);
      kernels.adagrad({ ...settings, ...copies, ...ofCopies, gradients_UM });
      accumulators.scatter(rows_R, accumulators_RM);
    },
  };
}

function createRowWiseAdagrad(input: TableOptimizerInput): TableOptimizer {
  const { numRows, width, learningRate, memory, kernels, scratch } = input;
  const accumulators = createRowStore(numRows, 1, memory, kernels);
  const { inKernelMemory } = accumulators;
  const settings = { width, rate: learningRate, epsilon: EPSILON };
  return {
    stores: { accumulators },
    updateTable:
      inKernelMemory &&
      ((weights_HM, groups, gradients_UM) => {
        const tables = { weights_HM, accumulators_H: inKernelMemory };
        kernels.rowWiseAdagrad({ ...settings, ...tables, ...groups, gradients_UM });
      }),
    updateCopies(weights_RM, groups, gradients_UM) {
      const { rows_R } = groups;
      const accumulators_R = scratch.float32('accumulators', rows_R.length);
      accumulators.gather(rows_R, accumulators_R);
      const copies = { weights_HM: weights_RM, accumulators_H: accumulators_R };
      const ofCopies = numberGroups(groups, scratch);
      kernels.rowWiseAdagrad({ ...settings, ...copies, ...ofCopies, gradients_UM });
      accumulators.scatter(rows_R, accumulators_R);
    },
  };
}

/** The groups with rows 0, 1, 2 ...: where the copies of the rows lie. */
function numberGroups(groups: RowGroups, scratch: Scratch): RowGroups {
  const rows_R = scratch.int32('copyRows', groups.rows_R.length);
  for (let r = 0; r < rows_R.length; r++) rows_R[r] = r;
  return { ...groups, rows_R };
}
