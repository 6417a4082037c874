// Rows and their optimizer.
import type { Checkpoint, NamedTensor } from '../../artifacts/checkpoint.ts';
import { tensorIn } from '../../artifacts/checkpoint.ts';
import type { KernelMemory } from '../../kernels/kernel-memory.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import type { Scratch } from '../../kernels/scratch.ts';
import type { Rng } from '../../util/rng.ts';
import type { BatchPlan } from './batch-plan.ts';
import { createRowStore } from './row-store.ts';
import type { RowStore } from './row-store.ts';
import { tableOptimizers } from './table-optimizer.ts';
import type { TableOptimizer, TableOptimizerName } from './table-optimizer.ts';

export interface EmbeddingTableConfig {
  /** Under which its tensors are saved. */
  readonly name: string;
  /** H */
  readonly numRows: number;
  /** M, a multiple of 4 */
  readonly width: number;
  readonly optimizer: TableOptimizerName;
  readonly learningRate: number;
  /** Standard deviation of a fresh row's values. */
  readonly initialScale: number;
  /** The rows by their numbers, where rows that no item names are left out (`nameRows`). */
  readonly row_R?: Int32Array | undefined;
}

/** One forward pass through the table. */
export interface TablePass {
  /** An item's embedding is the sum of its rows. In the kernels' memory, until the next batch. */
  readonly items_UM: Float32Array;
  /** One optimizer step on the rows of the batch, given the gradient to `items_UM`. */
  update(gradient_UM: Float32Array): void;
}

/**
 * The table of item rows. A step reads and changes only the rows that its batch names, so its cost does
 * not depend on H. An item's embedding is the sum of its rows (Zheng 2025, Table 1).
 */
export class EmbeddingTable {
  readonly config: EmbeddingTableConfig;
  readonly #weights: RowStore;
  readonly #optimizer: TableOptimizer;
  readonly #kernels: Kernels;
  readonly #scratch: Scratch;

  constructor(
    config: EmbeddingTableConfig,
    memory: KernelMemory,
    kernels: Kernels,
    scratch: Scratch,
  ) {
    const { numRows, width, learningRate } = config;
    this.config = config;
    this.#kernels = kernels;
    this.#scratch = scratch;
    this.#weights = createRowStore(numRows, width, memory, kernels);
    const createOptimizer = tableOptimizers[config.optimizer];
    this.#optimizer = createOptimizer({
      numRows,
      width,
      learningRate,
      memory,
      kernels,
      scratch: scratch.part('optimizer'),
    });
  }

  /** Fresh values, uniform with the configured deviation; a row's do not depend on the rows after it. */
  initialize(rng: Rng): void {
    const halfWidth = this.config.initialScale * Math.sqrt(3);
    for (const chunk of this.#weights.chunks) {
      for (let i = 0; i < chunk.length; i++) chunk[i] = halfWidth * (2 * rng.uniform() - 1);
    }
  }

  /**
   * The embeddings of a batch's distinct items, and the way back: in the table itself where it lies in the
   * kernels' memory, else on copies of the named rows. Both ways give the same bits.
   */
  forward(plan: BatchPlan): TablePass {
    const { inKernelMemory } = this.#weights;
    const { updateTable } = this.#optimizer;
    if (inKernelMemory === undefined || updateTable === undefined) return this.#onCopies(plan);
    return {
      items_UM: this.#sumRows(inKernelMemory, plan.tableRows_UJ, plan.numItems),
      update: (gradient_UM) => updateTable(inKernelMemory, plan.groups, gradient_UM),
    };
  }

  #onCopies({ groups, rowNumbers_UJ, numItems }: BatchPlan): TablePass {
    const { rows_R } = groups;
    const numValues = rows_R.length * this.config.width;
    const weights_RM = this.#scratch.float32('weights', numValues);
    this.#weights.gather(rows_R, weights_RM);
    return {
      items_UM: this.#sumRows(weights_RM, rowNumbers_UJ, numItems),
      update: (gradient_UM) => {
        this.#optimizer.updateCopies(weights_RM, groups, gradient_UM);
        this.#weights.scatter(rows_R, weights_RM);
      },
    };
  }

  #sumRows(rows_RM: Float32Array, index_UJ: Int32Array, numItems: number): Float32Array {
    const { width } = this.config;
    const out_UM = this.#scratch.float32('items', numItems * width);
    this.#kernels.sumRows({ width, source_HM: rows_RM, index_UJ, out_UM });
    return out_UM;
  }

  /** Weights and optimizer state. */
  tensors(): Map<string, NamedTensor> {
    const tensors = new Map<string, NamedTensor>();
    const { name: table, row_R } = this.config;
    if (row_R !== undefined) tensors.set(`${table}.rows`, { shape: [row_R.length], values: row_R });
    for (const [name, store] of this.#stores()) {
      store.chunks.forEach((values, chunk) => {
        const shape = [values.length / store.width, store.width];
        tensors.set(chunkName(name, chunk), { shape, values });
      });
    }
    return tensors;
  }

  /** @throws UserError if the checkpoint is of a table of another size */
  restore(checkpoint: Checkpoint, path: string): void {
    for (const [name, store] of this.#stores()) {
      store.chunks.forEach((values, chunk) => {
        const shape = [values.length / store.width, store.width];
        values.set(tensorIn(checkpoint, chunkName(name, chunk), shape, path));
      });
    }
  }

  #stores(): [string, RowStore][] {
    const { name: table } = this.config;
    return [
      [`${table}.weights`, this.#weights],
      ...Object.entries(this.#optimizer.stores).map(([name, store]): [string, RowStore] => [
        `${table}.${name}`,
        store,
      ]),
    ];
  }
}

function chunkName(name: string, chunk: number): string {
  return chunk === 0 ? name : `${name}.${chunk}`;
}
