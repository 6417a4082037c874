import { join } from 'node:path';
import type { ItemRows } from '../../../src/sid/item-rows.ts';
import {
  benchConfig,
  benchItemRows,
  createBenchRanker,
  readRankerBench,
} from '../data/ranker-bench.ts';
import type { RankerBench } from '../data/ranker-bench.ts';
import { readBatches } from '../data/ranker-batches.ts';
import type { Workload } from './workload.ts';

/**
 * The bypass step with a table of so many rows.
 *
 * @param words the number of rows; "all" behind it: every row is some item's
 */
export function createTableStep(folder: string, [rows, which]: readonly string[]): Workload {
  const bench = { ...readRankerBench(folder), numRows: Number(rows) };
  const itemRows = which === 'all' ? allRows(bench) : benchItemRows(bench);
  const ranker = createBenchRanker(bench, itemRows);
  const batches = readBatches(join(folder, 'batches.safetensors'));
  if (batches[0].size !== benchConfig(bench).batchSize) throw new Error('batches of another size');
  let next = 0;
  return {
    step() {
      ranker.trainStep(batches[next++ % batches.length]);
      return NaN;
    },
  };
}

/** Coprime to the numbers of rows that are timed: neighbors by number lie apart. */
const STRIDE = 104_729;

/** Three rows for every item, far apart, none of them left without an item. */
function allRows({ numItems, numRows }: RankerBench): ItemRows {
  const tokensPerItem = 3;
  const third = Math.ceil(numRows / tokensPerItem);
  const rows_NJ = new Int32Array(Math.max(third, numItems) * tokensPerItem);
  for (let position = 0; position < rows_NJ.length; position++) {
    const place = (Math.floor(position / tokensPerItem) * STRIDE) % third;
    rows_NJ[position] = ((position % tokensPerItem) * third + place) % numRows;
  }
  return { embed: 'prefix', rows_NJ, tokensPerItem, numRows };
}
