// Quantiles of Student's t.
import jStat from 'jstat';

/** The value that Student's t stays below with a probability. @param degreesOfFreedom above 0, whole or not */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  return jStat.studentt.inv(probability, degreesOfFreedom);
}
