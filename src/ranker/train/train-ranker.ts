// One pass over the days.
import type { DayMetrics } from './day-metrics.ts';
import type { TraineeJob } from './trainee.ts';
import { trainRankers } from './train-rankers.ts';
import type { TrainingWatch } from './train-rankers.ts';

export type TrainRankerJob = TraineeJob & TrainingWatch;

/**
 * Trains a ranker in one pass over the days in time order (Zheng 2025, section 5: one epoch), keeping the
 * model after each day of `keepDays`. Held-out user-days are never trained on. An interrupted run that is
 * resumed ends in the same bits as an unbroken one.
 *
 * @throws InterruptedError with a checkpoint written, when `shouldStop` says so
 */
export async function trainRanker(job: TrainRankerJob): Promise<readonly DayMetrics[]> {
  const [days] = await trainRankers([job], job);
  return days;
}
