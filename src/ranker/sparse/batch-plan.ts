import type { Scratch } from '../../kernels/kernel-memory.ts';
import type { ItemRows } from '../../sid/item-rows.ts';
import { DistinctIndex } from './distinct-index.ts';

/**
 * What a batch names, each thing once: its distinct items (U of them) and their distinct table rows (R).
 * All arrays lie in the kernels' memory and are used again for the next batch.
 */
export interface BatchPlan {
  /** Table rows, in the order of their numbers. */
  readonly rows_R: Int32Array;
  /** J row numbers (into `rows_R`) of each distinct item. */
  readonly rowNumbers_UJ: Int32Array;
  /** Number of each example's target item. */
  readonly target_B: Int32Array;
  /** Numbers of the clicked items; only the first `historyLength_B[b]` of a row count. */
  readonly history_BT: Int32Array;
  readonly historyLength_B: Int32Array;
  readonly numItems: number;
}

/** The parts of an `ExampleBatch` that name items. */
export interface ItemBatch {
  readonly size: number;
  readonly itemIndex_B: Int32Array;
  readonly history_BT: Int32Array;
  readonly historyLength_B: Int32Array;
}

/** Plans batches of one item-to-row map. */
export class BatchPlanner {
  readonly #itemRows: ItemRows;
  readonly #scratch: Scratch;
  readonly #items = new DistinctIndex(1 << 14);
  readonly #rows = new DistinctIndex(1 << 15);

  constructor(itemRows: ItemRows, scratch: Scratch) {
    this.#itemRows = itemRows;
    this.#scratch = scratch;
  }

  plan(batch: ItemBatch): BatchPlan {
    const items = this.#items;
    items.clear();
    const T = batch.size === 0 ? 0 : batch.history_BT.length / batch.size;
    const target_B = this.#scratch.int32('target', batch.size);
    const history_BT = this.#scratch.int32('history', batch.history_BT.length);
    const historyLength_B = this.#scratch.int32('historyLength', batch.size);
    historyLength_B.set(batch.historyLength_B);
    for (let b = 0; b < batch.size; b++) {
      target_B[b] = items.numberOf(batch.itemIndex_B[b]);
      const end = b * T + batch.historyLength_B[b];
      for (let p = b * T; p < end; p++) history_BT[p] = items.numberOf(batch.history_BT[p]);
    }
    return { ...this.#planRows(), target_B, history_BT, historyLength_B, numItems: items.count };
  }

  #planRows(): { rows_R: Int32Array; rowNumbers_UJ: Int32Array } {
    const { rows_NJ, tokensPerItem: J } = this.#itemRows;
    const itemIndex_U = this.#items.values;
    const rows = this.#rows;
    rows.clear();
    const rowNumbers_UJ = this.#scratch.int32('rowNumbers', itemIndex_U.length * J);
    let position = 0;
    for (let u = 0; u < itemIndex_U.length; u++) {
      const first = itemIndex_U[u] * J;
      for (let j = first; j < first + J; j++) rowNumbers_UJ[position++] = rows.numberOf(rows_NJ[j]);
    }
    const rows_R = this.#scratch.int32('rows', rows.count);
    rows_R.set(rows.values);
    return { rows_R, rowNumbers_UJ };
  }
}
