// Whether a difference is as expected.
import { componentsOf } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import { pValue } from './interval.ts';
import { difference, percentAbove } from './measurement.ts';
import type { Measurement } from './measurement.ts';

/** How a figure is expected to stand to another. */
export const EXPECTATIONS = ['lower', 'higher', 'equal'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/** What a difference is counted in: percent of the second figure, or the figure's own unit. */
export const UNITS = ['percent', 'absolute'] as const;
export type Unit = (typeof UNITS)[number];

/** `undecided`: the interval leaves both open. */
export type Verdict = 'holds' | 'does not hold' | 'undecided';

/** A figure by seed; NaN where it was not measured. */
export type BySeed = ReadonlyMap<number, Measurement>;

/**
 * The difference of two figures for each seed that has both: of - than, or in percent of `than`. Seeds of which either
 * is missing are left out.
 *
 * @param than a number is the same for every seed
 */
export function pairedDifferences(of: BySeed, than: BySeed | number, unit: Unit): BySeed {
  const differences = new Map<number, Measurement>();
  const subtract = unit === 'percent' ? percentAbove : difference;
  for (const [seed, value] of of) {
    const other = typeof than === 'number' ? than : than.get(seed);
    if (other === undefined) continue;
    const found = subtract(value, other);
    if (Number.isFinite(found.value)) differences.set(seed, found);
  }
  return differences;
}

/**
 * What a difference says of an expectation. It holds where the whole 95 % interval is on the expected side of 0
 * (`equal`: within `margin` of 0), and does not where it is wholly on the other side (`equal`: wholly beyond the margin).
 */
export function verdictOf({ ci95 }: Estimate, expect: Expectation, margin: number): Verdict {
  const [low, high] = ci95 ?? [NaN, NaN];
  const isBelow = high < 0;
  const isAbove = low > 0;
  switch (expect) {
    case 'lower':
      return isBelow ? 'holds' : isAbove ? 'does not hold' : 'undecided';
    case 'higher':
      return isAbove ? 'holds' : isBelow ? 'does not hold' : 'undecided';
    case 'equal':
      if (low >= -margin && high <= margin) return 'holds';
      return low > margin || high < -margin ? 'does not hold' : 'undecided';
  }
}

/**
 * The p-value that goes with a verdict: below 0.05 it is decided, one way or the other. Of `lower` and `higher` two-sided,
 * that there is no difference. Of `equal` twice the larger p of the two one-sided tests that the difference is beyond
 * the margin; where it is measured beyond it, twice that of the test that it is within.
 */
export function pOfVerdict(estimate: Estimate, expect: Expectation, margin: number): number {
  const size = Math.abs(estimate.value);
  const distance = expect === 'equal' ? Math.abs(margin - size) : size;
  return pValue(distance, componentsOf(estimate));
}
