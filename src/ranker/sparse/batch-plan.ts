// A batch's distinct items and rows.
import type { KernelMemory } from '../../kernels/kernel-memory.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import type { Scratch } from '../../kernels/scratch.ts';
import type { ItemRows } from '../../sid/item-rows.ts';
import { DistinctIndex } from './distinct-index.ts';

/** The rows that a batch named, each with those who named it; see kernels/batch-plan (GROUP_BY_ROW). */
export interface RowGroups {
  /** Rows of the table, each once. */
  readonly rows_R: Int32Array;
  /** R + 1 of them: members of row number r stand from starts_E[r] to starts_E[r + 1]. */
  readonly starts_E: Int32Array;
  /** Items by number, U * J in all. */
  readonly members_N: Int32Array;
}

/**
 * What a batch names, each thing once: its distinct items (U of them) and their distinct table rows (R).
 * All arrays lie in the kernels' memory and are used again for the next batch.
 */
export interface BatchPlan {
  /** J table rows of each distinct item. */
  readonly tableRows_UJ: Int32Array;
  /** The same as numbers into `groups.rows_R`. */
  readonly rowNumbers_UJ: Int32Array;
  /** The distinct table rows in the order of their numbers, each with the items that name it. */
  readonly groups: RowGroups;
  /** Number of each example's target item. */
  readonly target_B: Int32Array;
  /** Numbers of the clicked items; only the first `historyLength_B[b]` of a row count. */
  readonly history_BT: Int32Array;
  readonly historyLength_B: Int32Array;
  readonly numItems: number;
}

/** The parts of an `ExampleBatch` that name items. */
export interface ItemBatch {
  readonly itemIndex_B: Int32Array;
  readonly history_BT: Int32Array;
  readonly historyLength_B: Int32Array;
}

/** What a plan needs of the rows of items. */
type PlannedRows = Pick<ItemRows, 'rows_NJ' | 'tokensPerItem'>;

/** Plans batches of one item-to-row map. */
export class BatchPlanner {
  readonly #itemRows: PlannedRows;
  readonly #scratch: Scratch;
  readonly #kernels: Kernels;
  readonly #items: DistinctIndex;
  readonly #rows: DistinctIndex;

  constructor(itemRows: PlannedRows, memory: KernelMemory, kernels: Kernels, scratch: Scratch) {
    this.#itemRows = itemRows;
    this.#scratch = scratch;
    this.#kernels = kernels;
    this.#items = new DistinctIndex(memory, kernels);
    this.#rows = new DistinctIndex(memory, kernels);
  }

  plan(batch: ItemBatch): BatchPlan {
    const items = this.#items;
    const target_B = this.#copy('target', batch.itemIndex_B);
    const history_BT = this.#copy('history', batch.history_BT);
    const historyLength_B = this.#copy('historyLength', batch.historyLength_B);
    items.clear(target_B.length + history_BT.length);
    items.number(target_B);
    items.number(history_BT, historyLength_B);
    return { ...this.#planRows(), target_B, history_BT, historyLength_B, numItems: items.count };
  }

  #planRows(): Pick<BatchPlan, 'tableRows_UJ' | 'rowNumbers_UJ' | 'groups'> {
    const { rows_NJ, tokensPerItem: J } = this.#itemRows;
    const itemIndex_U = this.#items.values;
    const tableRows_UJ = this.#scratch.int32('tableRows', itemIndex_U.length * J);
    for (let u = 0, to = 0; u < itemIndex_U.length; u++) {
      const first = itemIndex_U[u] * J;
      for (let from = first; from < first + J; from++) tableRows_UJ[to++] = rows_NJ[from];
    }
    const rows = this.#rows;
    const rowNumbers_UJ = this.#copy('rowNumbers', tableRows_UJ);
    rows.clear(rowNumbers_UJ.length);
    rows.number(rowNumbers_UJ);
    const starts_E = this.#scratch.int32('starts', rows.count + 1);
    const members_N = this.#scratch.int32('members', rowNumbers_UJ.length);
    this.#kernels.groupByRow({ numTokens: J, rowNumbers_UJ, starts_E, members_N });
    return { tableRows_UJ, rowNumbers_UJ, groups: { rows_R: rows.values, starts_E, members_N } };
  }

  #copy(name: string, values: Int32Array): Int32Array {
    const copy = this.#scratch.int32(name, values.length);
    copy.set(values);
    return copy;
  }
}
