import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { ExampleBatch } from '../../../src/data/example-stream.ts';
import { DEFAULT_RANKER_CONFIG } from '../../../src/ranker/ranker-config.ts';
import { Ranker } from '../../../src/ranker/ranker.ts';
import { Rng } from '../../../src/util/rng.ts';

type Nested = number | Nested[];

/** Made by test/golden/ranker/make_attention.py with PyTorch. */
interface Golden {
  sizes: Record<'N' | 'J' | 'H' | 'M' | 'F' | 'T' | 'B', number>;
  learningRate: number;
  rows: number[];
  weights: { table: number[][]; dense: Nested[]; top: Nested[] };
  histories: Record<'transformer' | 'pma', Record<string, Nested>>;
  batches: Record<'item' | 'history' | 'length' | 'age_ms' | 'dense' | 'label', Nested>[];
  steps: Record<'transformer' | 'pma', { probabilities: number[][]; table: number[][] }>;
}

const golden = JSON.parse(
  readFileSync(new URL('../../golden/ranker/attention-steps.json', import.meta.url), 'utf8'),
) as Golden;
const { sizes } = golden;

let ranker: Ranker | undefined;
afterEach(() => {
  ranker?.dispose();
  ranker = undefined;
});

const flat = (values: Nested): number[] => [values].flat(9) as number[];

function createGoldenRanker(history: 'transformer' | 'pma'): Ranker {
  const config = {
    ...DEFAULT_RANKER_CONFIG,
    history,
    modelWidth: sizes.M,
    historyLength: sizes.T,
    denseHidden: [5],
    topHidden: [7],
    learningRate: golden.learningRate,
    tableLearningRate: golden.learningRate,
  };
  const itemRows = {
    embed: 'prefix' as const,
    rows_NJ: Int32Array.from(golden.rows),
    tokensPerItem: sizes.J,
    numRows: sizes.H,
  };
  const made = new Ranker(config, itemRows, sizes.F, Rng.fromSeed(1));
  const { dense, top, table } = golden.weights;
  const [denseValues, topValues] = [[...dense], [...top]];
  for (const parameter of made.parameters) {
    const [part, ...rest] = parameter.name.split('.');
    const values =
      part === 'history'
        ? golden.histories[history][rest.join('.')]
        : (part === 'dense' ? denseValues : topValues).shift();
    parameter.write(Float32Array.from(flat(values ?? [])));
  }
  const weights = { shape: [sizes.H, sizes.M], values: Float32Array.from(flat(table)) };
  const tensors = new Map([...made.table.tensors(), ['table.weights', weights] as const]);
  made.table.restore({ tensors, metadata: {} }, '');
  return made;
}

function toBatch(data: Golden['batches'][number]): ExampleBatch {
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

test.each(['transformer', 'pma'] as const)(
  'training steps give what PyTorch gives, history by %s',
  (history) => {
    ranker = createGoldenRanker(history);
    const wanted = golden.steps[history];
    for (const [step, data] of golden.batches.entries()) {
      const probability_B = ranker.trainStep(toBatch(data));
      expect(probability_B, `step ${step}`).toBeAllclose(wanted.probabilities[step], 5e-5);
    }
    const table = ranker.table.tensors().get('table.weights')?.values ?? [];
    expect(table).toBeAllclose(flat(wanted.table), 5e-5);
  },
);
