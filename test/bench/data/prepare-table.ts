import { freemem } from 'node:os';
import { join } from 'node:path';
import { Rng } from '../../../src/util/rng.ts';
import { writeBatches } from './ranker-batches.ts';
import { benchConfig, SEED, writeRankerBench } from './ranker-bench.ts';
import type { RankerBench } from './ranker-bench.ts';

const NUM_BATCHES = 20;
/** 12.8 GB of rows, accumulators, and the other table. */
const NEEDED_BYTES = 16e9;

/** Items enough that most look-ups of the tail find a row that no batch before it touched. */
const TABLE: RankerBench = {
  history: 'bypass',
  tableOptimizer: 'row-wise-adagrad',
  numItems: 3_000_000,
  numRows: 1_000_000,
};

export function whyNoTable(): string | undefined {
  if (freemem() >= NEEDED_BYTES) return undefined;
  return `${(freemem() / 1e9).toFixed(1)} GB of memory are free, ${NEEDED_BYTES / 1e9} are needed`;
}

/** Writes `bench.json` and the batches; the tables begin at random. */
export async function prepareTable(folder: string): Promise<void> {
  const { batchSize, historyLength } = benchConfig(TABLE);
  const sizes = { numBatches: NUM_BATCHES, batchSize, historyLength, numItems: TABLE.numItems };
  writeRankerBench(folder, TABLE);
  const rng = Rng.fromSeed(SEED).split('batches');
  await writeBatches(join(folder, 'batches.safetensors'), sizes, rng);
}
