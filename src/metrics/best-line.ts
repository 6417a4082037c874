// Which line of several is best, and which cannot be told from it.
import { mean } from '../util/stats.ts';
import { meanInterval } from './interval.ts';

/** A figure of a line by seed; the same seed stands at the same place in each. */
export interface LineBySeed {
  readonly name: string;
  readonly values: readonly number[];
}

/** The line with the least mean. */
export interface BestLine {
  readonly name: string;
  readonly mean: number;
  /** Lines whose difference to it has an interval (Student's t over seeds, paired) that reaches 0. */
  readonly tied: readonly string[];
}

/**
 * The best of lines whose figure is better the lower. Intervals are not corrected for the choice of the best among
 * several: a line that is not in `tied` is worse than it with a chance of 5 % or less each to be so by luck.
 *
 * @returns undefined where no line has a whole row of values
 */
export function bestLine(lines: readonly LineBySeed[]): BestLine | undefined {
  const whole = lines.filter(({ values }) => values.length > 0 && values.every(Number.isFinite));
  const means = whole.map(({ values }) => mean(values));
  const at = means.indexOf(Math.min(...means));
  const best = whole.at(at);
  if (at < 0 || best === undefined) return undefined;
  const tied = whole.filter((line) => line !== best && isTied(line.values, best.values));
  return { name: best.name, mean: means[at], tied: tied.map(({ name }) => name) };
}

function isTied(values: readonly number[], best: readonly number[]): boolean {
  const interval = meanInterval(values.map((value, i) => value - best[i]));
  return interval === undefined || interval[0] <= 0;
}
