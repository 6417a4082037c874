// Whether a corpus's non-clicks are sampled, and what its figures then cannot show.

/** How `CorpusInfo.negativesRule` begins where non-clicks are sampled, and nowhere else. */
export const SAMPLED_RULE_BEGINS = 'for each click, ';

/** @param negativesRule `CorpusInfo.negativesRule` */
export function isSampled(negativesRule: string): boolean {
  return negativesRule.startsWith(SAMPLED_RULE_BEGINS);
}

/** To be said beside figures of a corpus with sampled non-clicks. */
export const WHAT_SAMPLING_HIDES =
  'Sampled non-clicks cannot show what being popular or fresh is worth, nor what was seen and passed over, and an item may ' +
  'be drawn before it was there. So segments are by clicks in training, and new is without any. NE and calibration are ' +
  'those of the draw: compare figures of one rule only.';

/** Below this NE of the probe, sampled non-clicks give away too much to compare models on. */
export const LEAST_PROBE_NE = 0.995;

/** How the non-clicks of a corpus came about, and what they give away. */
export interface Negatives {
  readonly rule: string;
  /** `CorpusInfo.negativesProbeNe`; null where it was not measured. */
  readonly probe_ne: number | null;
}

/** Those of one or several corpora in words: the rules, what sampling cannot show, and whether it can be trusted. */
export function describeNegatives(negatives: readonly Negatives[]): string {
  const rules = `Non-clicks: ${negatives.map(({ rule }) => rule).join('; ')}.`;
  if (!negatives.some(({ rule }) => isSampled(rule))) return rules;
  const measured = negatives.flatMap(({ probe_ne }) => (probe_ne === null ? [] : [probe_ne]));
  const parts = [rules, WHAT_SAMPLING_HIDES];
  if (measured.length > 0) parts.push(describeProbe(Math.min(...measured)));
  return parts.join(' ');
}

function describeProbe(ne: number): string {
  const probe = `a probe that knows only how an item stood before has NE ${ne.toFixed(4)}`;
  return ne < LEAST_PROBE_NE
    ? `These give labels away (${probe}; 1 is nothing): a strategy may win by that, so do not trust the differences.`
    : `What these give away is little: ${probe}, where 1 is nothing.`;
}
