// `sid eval-segments`.
import { setting } from '../util/errors.ts';
import { assertDayInCorpus, readCorpusInfo } from '../artifacts/corpus.ts';
import type { Predictions } from '../artifacts/predictions.ts';
import { segmentMetrics } from '../metrics/segment-metrics.ts';
import type { SegmentMetrics } from '../metrics/segment-metrics.ts';
import { segmentItems } from '../metrics/segments.ts';
import type { ProgressListener } from '../util/progress.ts';
import { trueCounts } from './count-by-item.ts';
import type { ItemCounts } from './count-by-item.ts';
import { countTrained } from './count-trained.ts';
import type { PredictKeptModel } from './predict-kept-model.ts';
import { assertModelKept, readRankerRun, unseenPart } from './ranker-run.ts';

/** What `sid eval-segments` is asked. */
export interface SegmentEvaluationRequest {
  readonly runFolder: string;
  /** The day to evaluate on. */
  readonly day: number;
  /** Only the first hours of the day. */
  readonly hours?: number | undefined;
  /** The model kept after this day; the last one where not given. */
  readonly modelDay?: number | undefined;
}

export interface SegmentEvaluation {
  readonly modelDay: number;
  /** All impressions of a day after the model's, the held-out ones of a day that it trained on. */
  readonly only: 'held-out' | 'all';
  /** What the segments are cut by, of the training days. */
  readonly cutBy: ItemCounts['cutBy'];
  readonly segments: readonly SegmentMetrics[];
  /** Of every item; positions in ITEM_SEGMENTS. */
  readonly segment_N: Uint8Array;
  readonly predictions: Predictions;
}

/**
 * A kept model on one day, by segments of items. Segments are cut by the impressions that the model was trained
 * on, or where non-clicks are sampled by the clicks: an item that only held-out users were shown is new to it.
 *
 * @throws UserError if the run, its corpus, the day or the model is not there
 */
export async function evaluateSegments(
  request: SegmentEvaluationRequest,
  predict: PredictKeptModel,
  onProgress: ProgressListener,
): Promise<SegmentEvaluation> {
  const run = readRankerRun(request.runFolder);
  const modelDay = request.modelDay ?? run.keptDays[run.keptDays.length - 1];
  assertModelKept(run, modelDay, setting('modelDay'));
  assertDayInCorpus(readCorpusInfo(run.corpus), request.day, setting('day'));
  const only = unseenPart(run, request.day, modelDay);
  const { day, hours } = request;
  const predictions = await predict(run, modelDay, { day, only, hours });
  const counts = await countTrained(run, modelDay, onProgress);
  const segment_N = segmentItems(trueCounts(counts));
  return {
    modelDay,
    only,
    cutBy: counts.cutBy,
    segments: segmentMetrics(predictions, segment_N),
    segment_N,
    predictions,
  };
}
