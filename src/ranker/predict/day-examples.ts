// Impressions of days in batches.
import { assertDayInCorpus, dayStartMs } from '../../artifacts/corpus.ts';
import { streamExamples } from '../../data/example-stream.ts';
import type { ExampleBatch } from '../../data/example-stream.ts';
import { isHeldOut, rememberedClicks } from '../../data/held-out.ts';
import { InterruptedError, setting } from '../../util/errors.ts';
import { ignoreProgress } from '../../util/progress.ts';
import type { ProgressListener } from '../../util/progress.ts';
import { neverStop } from '../../util/signals.ts';
import type { ShouldStop } from '../../util/signals.ts';
import type { LoadedRanker } from '../model/saved-ranker.ts';

export interface DayOptions {
  readonly day: number;
  /** The first of several days, of which `day` is the last; that day alone where not given. */
  readonly fromDay?: number | undefined;
  /** `held-out`: the share of a day that no model was trained on; `all`: every impression. */
  readonly only: 'held-out' | 'all';
  /** Only the first hours of a day. Paper: 6. */
  readonly hours?: number | undefined;
  readonly onProgress?: ProgressListener;
  readonly shouldStop?: ShouldStop;
}

const HOUR_MS = 3600 * 1000;

/**
 * Impressions of a day, or of several, in a trained ranker's batches, with the histories as they stood at each. The arrays are used
 * again for the next batch.
 *
 * @throws UserError if the corpus has no such day
 * @throws InterruptedError when `shouldStop` says so
 */
export async function* dayExamples(
  { corpus, config }: Pick<LoadedRanker, 'corpus' | 'config'>,
  options: DayOptions,
): AsyncGenerator<ExampleBatch> {
  const { day, fromDay = day, only, hours } = options;
  const { onProgress = ignoreProgress, shouldStop = neverStop } = options;
  assertDayInCorpus(corpus.info, fromDay, setting('day'));
  assertDayInCorpus(corpus.info, day, setting('day'));
  const isInHours = (ofDay: number, timeMs: number): boolean =>
    hours === undefined || timeMs < dayStartMs(corpus.info, ofDay) + hours * HOUR_MS;
  const { heldOutShare, heldOutSeed } = config;
  const examples = streamExamples(corpus, {
    fromDay,
    toDay: day,
    batchSize: config.batchSize,
    historyLength: config.historyLength,
    select: (user, ofDay, timeMs) =>
      isInHours(ofDay, timeMs) &&
      (only === 'all' || isHeldOut(user, ofDay, heldOutShare, heldOutSeed)),
    remember: rememberedClicks(config),
  });
  let done = 0;
  for await (const batch of examples) {
    if (shouldStop()) throw new InterruptedError('stopped; nothing was written');
    yield batch;
    done += batch.size;
    onProgress({ stage: `predicting day ${batch.day}`, done, unit: 'impressions' });
  }
}
