// `prior-clicks.arrow` of the loaded histories.
import { corpusPath } from '../../artifacts/corpus.ts';
import { writePriorClicks } from '../../artifacts/prior-clicks.ts';
import type { PriorClickBatch } from '../../artifacts/prior-clicks.ts';
import type { Database } from '../duckdb.ts';

/**
 * Writes the table `prior_clicks` with the indices of `users` and `items`. Clicks without a time are given the
 * last milliseconds before day 1, one for each, in their order: they are at least that old.
 */
export async function writeHistories(
  database: Database,
  folder: string,
  firstDayStartMs: number,
): Promise<void> {
  const newestFirst = `row_number() OVER (PARTITION BY user_id ORDER BY position DESC)`;
  const rows = database.stream(
    `SELECT user_index, item_index, coalesce(clicked_ms, ${firstDayStartMs} - ${newestFirst})::DOUBLE AS ms
     FROM prior_clicks JOIN users USING (user_id) JOIN items USING (item_id)
     WHERE kept ORDER BY user_index, ms, position`,
  );
  await writePriorClicks(corpusPath(folder, 'prior-clicks.arrow'), batchesOf(rows));
}

async function* batchesOf(chunks: ReturnType<Database['stream']>): AsyncGenerator<PriorClickBatch> {
  for await (const chunk of chunks) {
    const batch = {
      userIndex: new Int32Array(chunk.rowCount),
      itemIndex: new Int32Array(chunk.rowCount),
      timeMs: new Float64Array(chunk.rowCount),
    };
    chunk.copyNumbers(0, batch.userIndex, 0);
    chunk.copyNumbers(1, batch.itemIndex, 0);
    chunk.copyNumbers(2, batch.timeMs, 0);
    yield batch;
  }
}
