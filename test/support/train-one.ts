import type { DayMetrics } from '../../src/ranker/train/day-metrics.ts';
import type { TrainingJob } from '../../src/ranker/train/ranker-training.ts';
import { trainRankers } from '../../src/ranker/train/train-rankers.ts';
import type { TrainingWatch } from '../../src/ranker/train/train-rankers.ts';

/** Trains one ranker alone. @returns its days */
export async function trainOne(job: TrainingJob & TrainingWatch): Promise<readonly DayMetrics[]> {
  const [days] = await trainRankers([job], job);
  return days;
}
