import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RANKER_CONFIG } from '../../../src/ranker/model/ranker-config.ts';
import type { RankerConfig } from '../../../src/ranker/model/ranker-config.ts';
import { Ranker } from '../../../src/ranker/model/ranker.ts';
import { createItemRows } from '../../../src/sid/item-rows.ts';
import type { ItemRows } from '../../../src/sid/item-rows.ts';
import { Rng } from '../../../src/util/rng.ts';
import { createNestedCodes } from './nested-codes.ts';

/** Sizes of a ranker that is timed. */
export interface RankerBench {
  readonly history: RankerConfig['history'];
  readonly tableOptimizer: RankerConfig['tableOptimizer'];
  readonly numItems: number;
  /** H */
  readonly numRows: number;
}

export const SEED = 1;
/** F: dense features */
export const NUM_DENSE = 8;
/** L and K of the semantic IDs: the paper's offline experiments. */
const [LEVELS, CODEBOOK_SIZE] = [3, 2048];

/** B = 2048, T = 50, d = 64. */
export function benchConfig({ history, tableOptimizer }: RankerBench): RankerConfig {
  const sizes = { batchSize: 2048, historyLength: 50, modelWidth: 64 };
  // As in pytorch/ranker_step.py, where the reason stands.
  const rate = history === 'bypass' ? 0.02 : 0.002;
  const rates = { learningRate: rate, tableLearningRate: rate };
  return { ...DEFAULT_RANKER_CONFIG, ...sizes, ...rates, history, tableOptimizer };
}

/** Rows of the prefix tokens of nested codes. */
export function benchItemRows({ numItems, numRows }: RankerBench): ItemRows {
  const rng = Rng.fromSeed(SEED).split('codes');
  const codes = createNestedCodes(numItems, LEVELS, CODEBOOK_SIZE, rng);
  const itemIds = Float64Array.from({ length: numItems }, (_, i) => i);
  return createItemRows('prefix', { itemIds, codes, numRows, seed: SEED });
}

export function createBenchRanker(bench: RankerBench, itemRows = benchItemRows(bench)): Ranker {
  return new Ranker(benchConfig(bench), itemRows, NUM_DENSE, Rng.fromSeed(SEED).split('ranker'));
}

export function writeRankerBench(folder: string, bench: RankerBench): void {
  writeFileSync(join(folder, 'bench.json'), JSON.stringify(bench));
}

export function readRankerBench(folder: string): RankerBench {
  return JSON.parse(readFileSync(join(folder, 'bench.json'), 'utf8')) as RankerBench;
}
