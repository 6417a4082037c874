// A day's impressions in batches.
import { assertDayInCorpus, dayStartMs } from '../../artifacts/corpus.ts';
import { streamExamples } from '../../data/example-stream.ts';
import type { ExampleBatch } from '../../data/example-stream.ts';
import { isHeldOut } from '../../data/held-out.ts';
import { InterruptedError, setting } from '../../util/errors.ts';
import { ignoreProgress } from '../../util/progress.ts';
import type { ProgressListener } from '../../util/progress.ts';
import { neverStop } from '../../util/signals.ts';
import type { ShouldStop } from '../../util/signals.ts';
import type { LoadedRanker } from '../model/saved-ranker.ts';

export interface DayOptions {
  readonly day: number;
  /** `held-out`: the share of the day that no model was trained on; `all`: every impression. */
  readonly only: 'held-out' | 'all';
  /** Only the first hours of the day. Paper: 6. */
  readonly hours?: number | undefined;
  readonly onProgress?: ProgressListener;
  readonly shouldStop?: ShouldStop;
}

const HOUR_MS = 3600 * 1000;

/**
 * A day's impressions in a trained ranker's batches, with the histories as they stood at each. The arrays are used
 * again for the next batch.
 *
 * @throws UserError if the corpus has no such day
 * @throws InterruptedError when `shouldStop` says so
 */
export async function* dayExamples(
  { corpus, config }: Pick<LoadedRanker, 'corpus' | 'config'>,
  options: DayOptions,
): AsyncGenerator<ExampleBatch> {
  const { day, only, hours, onProgress = ignoreProgress, shouldStop = neverStop } = options;
  assertDayInCorpus(corpus.info, day, setting('day'));
  const endMs = hours === undefined ? Infinity : dayStartMs(corpus.info, day) + hours * HOUR_MS;
  const { heldOutShare, heldOutSeed } = config;
  const examples = streamExamples(corpus, {
    fromDay: day,
    toDay: day,
    batchSize: config.batchSize,
    historyLength: config.historyLength,
    select: (user, ofDay, timeMs) =>
      timeMs < endMs && (only === 'all' || isHeldOut(user, ofDay, heldOutShare, heldOutSeed)),
  });
  let done = 0;
  for await (const batch of examples) {
    if (shouldStop()) throw new InterruptedError('stopped; nothing was written');
    yield batch;
    done += batch.size;
    onProgress({ stage: `predicting day ${day}`, done, unit: 'impressions' });
  }
}
