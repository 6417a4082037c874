// The tables of the target item's categories.
import type { KernelMemory } from '../../kernels/kernel-memory.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import type { Scratch } from '../../kernels/scratch.ts';
import type { Rng } from '../../util/rng.ts';
import type { CategoryRows } from '../../sid/category-rows.ts';
import { BatchPlanner } from './batch-plan.ts';
import { EmbeddingTable } from './embedding-table.ts';
import type { EmbeddingTableConfig } from './embedding-table.ts';

/** One forward pass. */
export interface CategoryPass {
  /** The vectors of the examples' items, category by category. In the kernels' memory, until the next batch. */
  readonly categories_CBM: Float32Array;
  /** One optimizer step on the rows of the batch. */
  update(dCategories_CBM: Float32Array): void;
}

const NO_HISTORY = { history_BT: new Int32Array(0), historyLength_B: new Int32Array(0) };

/** What all of the tables have in common. */
export type CategoryTableConfig = Omit<EmbeddingTableConfig, 'name' | 'numRows' | 'row_R'>;

/**
 * A hashed table for each category of the items (Naumov 2019: a table for each sparse feature). They are asked for the target
 * item alone, not for the clicks of a history.
 */
export class CategoryTables {
  /** In the order of the categories. */
  readonly tables: readonly EmbeddingTable[];
  readonly #planners: readonly BatchPlanner[];
  readonly #scratch: Scratch;
  readonly #kernels: Kernels;
  readonly #width: number;

  /** @param rng split by the category's name: a table does not depend on which others there are */
  constructor(
    categories: readonly CategoryRows[],
    config: CategoryTableConfig,
    { rng, memory, kernels, scratch }: TableParts,
  ) {
    this.#scratch = scratch;
    this.#kernels = kernels;
    this.#width = config.width;
    this.tables = categories.map(({ name, numRows }) => {
      const own = { ...config, numRows, name: `category.${name}` };
      const table = new EmbeddingTable(own, memory, kernels, scratch.part(`${name}.table`));
      table.initialize(rng.split(name));
      return table;
    });
    this.#planners = categories.map(({ name, rows_N }) => {
      const rows = { rows_NJ: rows_N, tokensPerItem: 1 };
      return new BatchPlanner(rows, memory, kernels, scratch.part(`${name}.plan`));
    });
  }

  /** @param itemIndex_B the target items; with another item in its place, an example has that one's categories */
  forward(itemIndex_B: Int32Array): CategoryPass {
    const width = this.#width;
    const numValues = itemIndex_B.length * width;
    const categories_CBM = this.#scratch.float32('vectors', this.tables.length * numValues);
    const ofCategory = (all_CBM: Float32Array, c: number): Float32Array =>
      all_CBM.subarray(c * numValues, (c + 1) * numValues);
    const passes = this.tables.map((table, c) => {
      const plan = this.#planners[c].plan({ itemIndex_B, ...NO_HISTORY });
      const pass = table.forward(plan);
      const out_RM = ofCategory(categories_CBM, c);
      this.#kernels.gatherRows({ width, table_HM: pass.items_UM, rows_R: plan.target_B, out_RM });
      return { plan, pass };
    });
    return {
      categories_CBM,
      update: (dCategories_CBM) => {
        passes.forEach(({ plan, pass }, c) => {
          const gradient_UM = this.#scratch.float32('gradient', plan.numItems * width).fill(0);
          this.#kernels.addRows({
            width,
            target_HM: gradient_UM,
            values_UM: ofCategory(dCategories_CBM, c),
            index_UJ: plan.target_B,
          });
          pass.update(gradient_UM);
        });
      },
    };
  }
}

interface TableParts {
  readonly rng: Rng;
  readonly memory: KernelMemory;
  readonly kernels: Kernels;
  readonly scratch: Scratch;
}
