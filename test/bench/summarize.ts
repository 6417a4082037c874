import { median } from '../../src/util/stats.ts';

/** Times of one round: ours and theirs, one right behind the other. */
export interface Pair {
  readonly oursMs: number;
  readonly theirsMs: number;
}

export interface PairSummary {
  readonly oursMs: number;
  readonly theirsMs: number;
  /** Theirs over ours, of the medians. */
  readonly ratio: number;
  /** Least and greatest ratio of a pair. */
  readonly spread: readonly [number, number];
}

/** Medians of both sides; what else the machine does shows in the spread of the pairs. */
export function summarizePairs(pairs: readonly Pair[]): PairSummary {
  const oursMs = median(pairs.map((pair) => pair.oursMs));
  const theirsMs = median(pairs.map((pair) => pair.theirsMs));
  const ratios = pairs.map((pair) => pair.theirsMs / pair.oursMs);
  const spread = [Math.min(...ratios), Math.max(...ratios)] as const;
  return { oursMs, theirsMs, ratio: theirsMs / oursMs, spread };
}

/** Greatest |a - b| / max(|a|, |b|) over the steps. @throws Error if one list is longer */
export function lossDifference(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) {
    throw new Error(`${ours.length} losses of ours, ${theirs.length} of theirs`);
  }
  const differences = ours.map((loss, step) => {
    const scale = Math.max(Math.abs(loss), Math.abs(theirs[step]));
    return scale === 0 ? 0 : Math.abs(loss - theirs[step]) / scale;
  });
  return Math.max(0, ...differences.map((each) => (Number.isNaN(each) ? Infinity : each)));
}
