// Helpers that read the rows of a comparison.
import { describeSources } from '../records/interval-sources.ts';
import { markCuts } from '../records/segment-cuts.ts';
import type { CutMarks } from '../records/segment-cuts.ts';
import type { CompareLine, CompareMetrics } from '../records/compare-record.ts';
import { STRATEGIES } from '../sid/strategies.ts';
import { nameOf } from './found-record.ts';
import type { FoundComparison } from './found-record.ts';

/** As its config says, else its folder's name. */
export function titleOf(comparison: FoundComparison): string {
  return comparison.record.metrics.title ?? nameOf(comparison);
}

/** The line that a line's gain is counted from; undefined where that is not in the table. */
export function baselineOf(
  line: CompareLine,
  { strategies }: CompareMetrics,
): CompareLine | undefined {
  return strategies.find(({ strategy }) => strategy === line.baseline);
}

/** NE on a segment; NaN where it was not measured. */
export function segmentNe({ segments }: CompareLine, name: string): number {
  return segments.find(({ segment }) => segment === name)?.ne ?? NaN;
}

/** Marks for segments of lines that are of other items. */
export function cutsOf({ strategies }: CompareMetrics): CutMarks {
  return markCuts(strategies.map(({ segments_cut_by }) => segments_cut_by));
}

/** Whether item rows are chosen by semantic IDs. */
export function usesSemanticIds({ embed }: CompareLine): boolean {
  return STRATEGIES[embed].needsCodes;
}

/** What the intervals count and what they do not, in words. */
export function describeIntervals({ varies, fixed }: CompareMetrics): string {
  return `95 % intervals: ${describeSources({ varies, fixed })}.`;
}

/** A line for each trial that failed. */
export function describeFailures({ failed }: CompareMetrics): string[] {
  return failed.map(({ strategy, seed, message }) => `${strategy}, seed ${seed}: ${message}`);
}
