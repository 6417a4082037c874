// Impressions with what the ranker says of them.
import type { ExampleBatch } from '../../data/example-stream.ts';
import type { TensorToStore } from '../../artifacts/write-safetensors.ts';
import type { LoadedRanker } from '../../ranker/model/saved-ranker.ts';
import { dayExamples } from '../../ranker/predict/day-examples.ts';
import { setting, UserError } from '../../util/errors.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';

/** Which impressions, and who is told of the work. */
export interface ExamplesOptions {
  readonly day: number;
  /** So many at most, the last of the day: histories are longest there. */
  readonly most: number;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/**
 * Impressions as the PyTorch module takes them, with their labels and the click probabilities that the ranker gives.
 *
 *     item [B], history [B, T] (oldest first, -1 behind the last), age_ms [B, T], dense [B, F], label [B], probability [B]
 *
 * @throws UserError where the day has none
 */
export async function rankerExamples(
  loaded: LoadedRanker,
  { most, ...options }: ExamplesOptions,
): Promise<ReadonlyMap<string, TensorToStore>> {
  const { historyLength: T } = loaded.config;
  const F = loaded.corpus.info.denseFeatures.length;
  let batch: ExampleBatch | undefined;
  for await (const each of dayExamples(loaded, { ...options, only: 'all' })) batch = copyOf(each);
  if (batch === undefined) {
    throw new UserError(
      `${loaded.corpus.folder} has no impression on day ${options.day}; choose another ${setting('day')}`,
    );
  }
  const probability_B = loaded.ranker.predict(batch);
  const from = Math.max(0, batch.size - most);
  const B = batch.size - from;
  const lengths_B = batch.historyLength_B.subarray(from);
  const history_BT = batch.history_BT.slice(from * T);
  const ages_BT = batch.historyAgeMs_BT.slice(from * T);
  for (let b = 0; b < B; b++) {
    history_BT.fill(-1, b * T + lengths_B[b], (b + 1) * T);
    ages_BT.fill(0, b * T + lengths_B[b], (b + 1) * T);
  }
  return new Map<string, TensorToStore>([
    ['item', { dtype: 'I32', shape: [B], parts: [batch.itemIndex_B.slice(from)] }],
    ['history', { dtype: 'I32', shape: [B, T], parts: [history_BT] }],
    ['age_ms', { dtype: 'F32', shape: [B, T], parts: [ages_BT] }],
    ['dense', { dtype: 'F32', shape: [B, F], parts: [batch.dense_BF.slice(from * F)] }],
    ['label', { dtype: 'I32', shape: [B], parts: [Int32Array.from(batch.label_B.slice(from))] }],
    ['probability', { dtype: 'F32', shape: [B], parts: [probability_B.slice(from)] }],
  ]);
}

/** Its arrays are used again for the next. */
function copyOf(batch: ExampleBatch): ExampleBatch {
  return {
    ...batch,
    itemIndex_B: batch.itemIndex_B.slice(),
    label_B: batch.label_B.slice(),
    dense_BF: batch.dense_BF.slice(),
    history_BT: batch.history_BT.slice(),
    historyAgeMs_BT: batch.historyAgeMs_BT.slice(),
    historyLength_B: batch.historyLength_B.slice(),
  };
}
