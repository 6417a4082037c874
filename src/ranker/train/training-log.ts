// Who is told how training goes.
import type { DayMetrics } from './day-metrics.ts';

/** Steps of a day between two entries. */
export const STEPS_BETWEEN_ENTRIES = 10;

/** Told how training goes; what it does has no effect on training. A resumed run goes on where it stopped. */
export interface TrainingLog {
  /** Before the first step. @param impressions that an interrupted run had been trained on */
  start(impressions: number): void;
  /**
   * Now and then.
   *
   * @param step batches trained on since the first day
   * @param impressions the same in impressions
   * @param soFar of the day that has not ended
   */
  step(step: number, impressions: number, soFar: DayMetrics): void;
  /** After each day. */
  day(impressions: number, metrics: DayMetrics): void;
}

/** Impressions of finished days. */
export function countTrained(finishedDays: readonly DayMetrics[]): number {
  return finishedDays.reduce((sum, { impressions }) => sum + impressions, 0);
}

/** Batches of finished days; a batch never spans two. */
export function countSteps(finishedDays: readonly DayMetrics[], batchSize: number): number {
  return finishedDays.reduce((sum, { impressions }) => sum + Math.ceil(impressions / batchSize), 0);
}
