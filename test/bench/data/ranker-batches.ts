import { readCheckpoint, writeCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import type { NamedTensor } from '../../../src/artifacts/checkpoint.ts';
import type { ExampleBatch } from '../../../src/data/example-stream.ts';
import type { Rng } from '../../../src/util/rng.ts';
import { createItemSampler } from './item-popularity.ts';
import { NUM_DENSE } from './ranker-bench.ts';

/** Ages of clicks: 2^10 ms (a second) to 2^31 ms (25 days), log-uniform. */
const [LEAST_AGE_LOG2, GREATEST_AGE_LOG2] = [10, 31];
const CLICK_RATE = 0.1;

export interface BatchSizes {
  readonly numBatches: number;
  readonly batchSize: number;
  readonly historyLength: number;
  readonly numItems: number;
}

/** Writes batches of full histories: what a stream of examples would give, drawn at random. */
export async function writeBatches(path: string, sizes: BatchSizes, rng: Rng): Promise<void> {
  const { numBatches, batchSize: B, historyLength: T, numItems } = sizes;
  const drawItem = createItemSampler(numItems);
  const items = (count: number): Int32Array =>
    Int32Array.from({ length: count }, () => drawItem(rng));
  const age = (): number =>
    2 ** (LEAST_AGE_LOG2 + (GREATEST_AGE_LOG2 - LEAST_AGE_LOG2) * rng.uniform());
  const tensors = new Map<string, NamedTensor>();
  for (let batch = 0; batch < numBatches; batch++) {
    const labels = Int32Array.from({ length: B }, () => (rng.uniform() < CLICK_RATE ? 1 : 0));
    const dense = Float32Array.from({ length: B * NUM_DENSE }, () => 3 * rng.normal());
    const ages = Float32Array.from({ length: B * T }, age);
    tensors.set(`${batch}.item`, { shape: [B], values: items(B) });
    tensors.set(`${batch}.history`, { shape: [B, T], values: items(B * T) });
    tensors.set(`${batch}.length`, { shape: [B], values: new Int32Array(B).fill(T) });
    tensors.set(`${batch}.age_ms`, { shape: [B, T], values: ages });
    tensors.set(`${batch}.dense`, { shape: [B, NUM_DENSE], values: dense });
    tensors.set(`${batch}.label`, { shape: [B], values: labels });
  }
  await writeCheckpoint(path, { tensors, metadata: { batches: String(numBatches) } });
}

export function readBatches(path: string): ExampleBatch[] {
  const { tensors, metadata } = readCheckpoint(path);
  return Array.from({ length: Number(metadata.batches) }, (_, batch) => {
    const values = (name: string): Float32Array | Int32Array => {
      const tensor = tensors.get(`${batch}.${name}`);
      if (tensor === undefined) throw new Error(`${path} has no ${batch}.${name}`);
      return tensor.values;
    };
    const itemIndex_B = values('item') as Int32Array;
    return {
      day: 1,
      size: itemIndex_B.length,
      userIndex_B: new Int32Array(itemIndex_B.length),
      itemIndex_B,
      timeMs_B: new Float64Array(itemIndex_B.length),
      label_B: Uint8Array.from(values('label')),
      dense_BF: values('dense') as Float32Array,
      history_BT: values('history') as Int32Array,
      historyAgeMs_BT: values('age_ms') as Float32Array,
      historyLength_B: values('length') as Int32Array,
    };
  });
}
