import { join } from 'node:path';
import { writeCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import type { NamedTensor } from '../../../src/artifacts/checkpoint.ts';
import { Rng } from '../../../src/util/rng.ts';
import { writeBatches } from './ranker-batches.ts';
import {
  benchConfig,
  benchItemRows,
  createBenchRanker,
  SEED,
  writeRankerBench,
} from './ranker-bench.ts';
import type { RankerBench } from './ranker-bench.ts';

const NUM_BATCHES = 20;

/** Writes `bench.json`, `batches.safetensors`, and `weights.safetensors` with the rows of each item. */
export async function prepareRankerStep(folder: string, bench: RankerBench): Promise<void> {
  const { numItems } = bench;
  const { batchSize, historyLength } = benchConfig(bench);
  writeRankerBench(folder, bench);
  const itemRows = benchItemRows(bench);
  const ranker = createBenchRanker(bench, itemRows);
  const { rows_NJ, tokensPerItem: J } = itemRows;
  const tensors = new Map<string, NamedTensor>([
    ['rows', { shape: [numItems, J], values: rows_NJ }],
    ...[...ranker.table.tensors()].filter(([name]) => name.startsWith('table.weights')),
    ...ranker.parameters.map((each): [string, NamedTensor] => [
      each.name,
      { shape: each.shape, values: each.read() },
    ]),
  ]);
  await writeCheckpoint(join(folder, 'weights.safetensors'), { tensors, metadata: {} });
  ranker.dispose();
  const sizes = { numBatches: NUM_BATCHES, batchSize, historyLength, numItems };
  const rng = Rng.fromSeed(SEED).split('batches');
  await writeBatches(join(folder, 'batches.safetensors'), sizes, rng);
}
