// Individual embeddings of a final model.
import { loadRanker } from '../ranker/model/saved-ranker.ts';
import type { Ids } from '../util/ids.ts';
import type { ProgressListener } from '../util/progress.ts';
import { countTrained } from './count-trained.ts';
import type { RankerRun } from './ranker-run.ts';

/** Individual embeddings of the items that a run was trained on. */
export interface TrainedRows {
  /** The items, ascending. */
  readonly item_E: Int32Array;
  readonly rows_EM: Float32Array;
  /** M */
  readonly width: number;
  /** Of all items of the corpus. */
  readonly itemIds: Ids;
}

/**
 * The final model's row of every item that was shown to somebody who was not held out: other rows are as
 * they were drawn.
 *
 * @param run with individual embeddings, where row i is item i's
 */
export async function readTrainedRows(
  run: RankerRun,
  onProgress: ProgressListener,
): Promise<TrainedRows> {
  const { ranker, corpus, config } = await loadRanker(run, run.lastDay);
  try {
    const { modelWidth: width } = config;
    const { impressions_N } = await countTrained(run, run.lastDay, onProgress);
    const item_E = Int32Array.from(impressions_N.keys()).filter((item) => impressions_N[item] > 0);
    const rows_EM = new Float32Array(item_E.length * width);
    let firstItem = 0;
    let place = 0;
    for (const [name, { values }] of ranker.table.tensors()) {
      if (!name.startsWith('table.weights')) continue;
      const itemsHere = values.length / width;
      while (place < item_E.length && item_E[place] < firstItem + itemsHere) {
        const from = (item_E[place] - firstItem) * width;
        rows_EM.set(values.subarray(from, from + width), place * width);
        place += 1;
      }
      firstItem += itemsHere;
    }
    return { item_E, rows_EM, width, itemIds: corpus.itemIds };
  } finally {
    ranker.dispose();
  }
}
