import { assertDayInCorpus } from '../artifacts/corpus.ts';
import { concatPredictions } from '../artifacts/predictions.ts';
import type { Predictions } from '../artifacts/predictions.ts';
import { streamExamples } from '../data/example-stream.ts';
import { isHeldOut } from '../data/held-out.ts';
import { InterruptedError } from '../util/errors.ts';
import { ignoreProgress } from '../util/progress.ts';
import type { ProgressListener } from '../util/progress.ts';
import { neverStop } from '../util/signals.ts';
import type { ShouldStop } from '../util/signals.ts';
import type { LoadedRanker } from './saved-ranker.ts';

export interface PredictDayOptions {
  readonly day: number;
  /** `held-out`: the share of the day that no model was trained on; `all`: every impression. */
  readonly only: 'held-out' | 'all';
  /** Only the first hours of the day. Paper: 6. */
  readonly hours?: number;
  readonly onProgress?: ProgressListener;
  readonly shouldStop?: ShouldStop;
}

const HOUR_MS = 3600 * 1000;

/** Click probabilities for a day's impressions, with the histories as they stood at each. */
export async function predictDay(
  loaded: LoadedRanker,
  options: PredictDayOptions,
): Promise<Predictions> {
  const { corpus, config, ranker } = loaded;
  const { day, only, onProgress = ignoreProgress, shouldStop = neverStop } = options;
  assertDayInCorpus(corpus.info, day, '--day');
  const dayStartMs = corpus.info.firstDayStartMs + (day - 1) * corpus.info.dayMs;
  const endMs = options.hours === undefined ? Infinity : dayStartMs + options.hours * HOUR_MS;
  const { heldOutShare, heldOutSeed } = config;
  const parts: Predictions[] = [];
  let done = 0;
  const examples = streamExamples(corpus, {
    fromDay: day,
    toDay: day,
    batchSize: config.batchSize,
    historyLength: config.historyLength,
    select: (user, ofDay, timeMs) =>
      timeMs < endMs && (only === 'all' || isHeldOut(user, ofDay, heldOutShare, heldOutSeed)),
  });
  for await (const batch of examples) {
    if (shouldStop()) throw new InterruptedError('stopped; nothing was written');
    parts.push({
      userIndex: batch.userIndex_B.slice(),
      itemIndex: batch.itemIndex_B.slice(),
      timeMs: batch.timeMs_B.slice(),
      label: batch.label_B.slice(),
      probability: ranker.predict(batch),
    });
    done += batch.size;
    onProgress({ stage: `predicting day ${day}`, done, unit: 'impressions' });
  }
  return concatPredictions(parts);
}
