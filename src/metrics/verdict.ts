// Whether a difference is as expected.
import { mean } from '../util/stats.ts';
import { meanInterval } from './interval.ts';
import type { Interval } from './interval.ts';
import { neRisePercent } from './ne-difference.ts';

/** How a figure is expected to stand to another. */
export const EXPECTATIONS = ['lower', 'higher', 'equal'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/** What a difference is counted in: percent of the second figure, or the figure's own unit. */
export const UNITS = ['percent', 'absolute'] as const;
export type Unit = (typeof UNITS)[number];

/** `undecided`: the interval leaves both open. */
export type Verdict = 'holds' | 'does not hold' | 'undecided';

/** A figure by seed; NaN where it was not measured. */
export type BySeed = ReadonlyMap<number, number>;

/**
 * The difference of two figures for each seed that has both: of - than, or in percent of `than`. Seeds of which either
 * is missing are left out.
 */
export function pairedDifferences(of: BySeed, than: BySeed, unit: Unit): BySeed {
  const differences = new Map<number, number>();
  for (const [seed, value] of of) {
    const other = than.get(seed) ?? NaN;
    const difference = unit === 'percent' ? neRisePercent(value, other) : value - other;
    if (Number.isFinite(difference)) differences.set(seed, difference);
  }
  return differences;
}

/**
 * Mean and 95 % interval over seeds (Student's t) of differences, and what they say of an expectation. It holds where
 * the whole interval is on the expected side of 0 (`equal`: within `margin` of 0), and does not where it is wholly
 * on the other side (`equal`: wholly beyond the margin).
 *
 * @param differences one a seed, two at least
 */
export function judge(
  differences: readonly number[],
  expect: Expectation,
  margin: number,
): { readonly difference: number; readonly ci95: Interval; readonly verdict: Verdict } {
  const ci95 = meanInterval(differences);
  if (ci95 === undefined) throw new Error('a verdict needs two seeds or more');
  return { difference: mean(differences), ci95, verdict: verdictOf(ci95, expect, margin) };
}

function verdictOf([low, high]: Interval, expect: Expectation, margin: number): Verdict {
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
