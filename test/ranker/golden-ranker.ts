import { readFileSync } from 'node:fs';
import type { ExampleBatch } from '../../src/data/example-stream.ts';
import { DEFAULT_RANKER_CONFIG } from '../../src/ranker/model/ranker-config.ts';
import type { RankerConfig } from '../../src/ranker/model/ranker-config.ts';
import { Ranker } from '../../src/ranker/model/ranker.ts';
import { Rng } from '../../src/util/rng.ts';

export type Nested = number | Nested[];

/** What the scripts in test/golden/ranker have in common: sizes, rows, the table and batches. */
export interface GoldenRanker {
  sizes: Record<'N' | 'J' | 'H' | 'M' | 'F' | 'T' | 'B', number>;
  learningRate: number;
  rows: number[];
  weights: { table: number[][] };
  batches: Record<'item' | 'history' | 'length' | 'age_ms' | 'dense' | 'label', Nested>[];
}

/** A file of test/golden/ranker. */
export function readGolden<T extends GoldenRanker>(name: string): T {
  const path = new URL(`../golden/ranker/${name}`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

export const flat = (values: Nested): number[] => [values].flat(9) as number[];

/** A ranker with the file's sizes, rows and table; its dense weights are still the ranker's own. */
export function createGoldenRanker(
  { sizes, learningRate, rows, weights }: GoldenRanker,
  settings: Partial<RankerConfig>,
): Ranker {
  const config = {
    ...DEFAULT_RANKER_CONFIG,
    modelWidth: sizes.M,
    historyLength: sizes.T,
    denseHidden: [5],
    topHidden: [7],
    learningRate,
    tableLearningRate: learningRate,
    ...settings,
  };
  const itemRows = {
    embed: 'prefix' as const,
    rows_NJ: Int32Array.from(rows),
    tokensPerItem: sizes.J,
    numRows: sizes.H,
  };
  const ranker = new Ranker(config, itemRows, sizes.F, Rng.fromSeed(1));
  const table = { shape: [sizes.H, sizes.M], values: Float32Array.from(flat(weights.table)) };
  const tensors = new Map([...ranker.table.tensors(), ['table.weights', table] as const]);
  ranker.table.restore({ tensors, metadata: {} }, '');
  return ranker;
}

export function toBatch(
  { sizes }: GoldenRanker,
  data: GoldenRanker['batches'][number],
): ExampleBatch {
  return {
    day: 1,
    size: sizes.B,
    userIndex_B: new Int32Array(sizes.B),
    itemIndex_B: Int32Array.from(flat(data.item)),
    timeMs_B: new Float64Array(sizes.B),
    label_B: Uint8Array.from(flat(data.label)),
    dense_BF: Float32Array.from(flat(data.dense)),
    history_BT: Int32Array.from(flat(data.history)),
    historyAgeMs_BT: Float32Array.from(flat(data.age_ms)),
    historyLength_B: Int32Array.from(flat(data.length)),
  };
}
