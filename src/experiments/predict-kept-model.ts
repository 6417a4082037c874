// A kept model on a day.
import type { Predictions } from '../artifacts/predictions.ts';
import { loadRanker } from '../ranker/model/saved-ranker.ts';
import { predictDay } from '../ranker/predict/predict-day.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { ShouldStop } from '../util/signals.ts';
import type { RankerRun } from './ranker-run.ts';

/** Which impressions of a day. */
export interface DayPart {
  readonly day: number;
  readonly only: 'held-out' | 'all';
  /** Only the first hours. */
  readonly hours?: number | undefined;
}

/** The predictions of the model that a run kept after a day. */
export type PredictKeptModel = (
  run: RankerRun,
  modelDay: number,
  part: DayPart,
) => Promise<Predictions>;

/** With the ranker itself; tests put made-up predictions in its place. */
export function createPredictor(
  onProgress: ProgressListener,
  shouldStop: ShouldStop,
): PredictKeptModel {
  return async (run, modelDay, { day, only, hours }) => {
    const loaded = await loadRanker(run, modelDay);
    try {
      const part = hours === undefined ? { day, only } : { day, only, hours };
      return await predictDay(loaded, { ...part, onProgress, shouldStop });
    } finally {
      loaded.ranker.dispose();
    }
  };
}
