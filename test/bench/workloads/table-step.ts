import { join } from 'node:path';
import { benchConfig, createBenchRanker, readRankerBench } from '../data/ranker-bench.ts';
import { readBatches } from '../data/ranker-batches.ts';
import type { Workload } from './workload.ts';

/** The bypass step with a table of so many rows. @param words the number of rows */
export function createTableStep(folder: string, [rows]: readonly string[]): Workload {
  const bench = { ...readRankerBench(folder), numRows: Number(rows) };
  const ranker = createBenchRanker(bench);
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
