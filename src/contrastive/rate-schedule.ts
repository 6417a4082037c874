// The learning rate of each step.

/** Linear warm-up, then a half cosine down to 0, as CLIP was trained (Radford 2021). */
export interface RateSchedule {
  /** The highest rate. */
  readonly rate: number;
  /** Steps on the way up. */
  readonly warmupSteps: number;
  readonly totalSteps: number;
}

/** @param step from 1 */
export function rateAt({ rate, warmupSteps, totalSteps }: RateSchedule, step: number): number {
  if (step <= warmupSteps) return (rate * step) / warmupSteps;
  const done = (step - 1 - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
  return (rate * (1 + Math.cos(Math.PI * done))) / 2;
}
