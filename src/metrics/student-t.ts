// Student's t.
import jStat from 'jstat';

/** Beyond as many degrees of freedom jstat loses digits, and Student's t is the normal distribution to six of them. */
const MOST_DEGREES_OF_FREEDOM = 1e6;

/** The point below which Student's t stays with this probability; degrees of freedom need not be whole. */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  return jStat.studentt.inv(probability, Math.min(degreesOfFreedom, MOST_DEGREES_OF_FREEDOM));
}
