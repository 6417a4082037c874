// Whether a corpus's non-clicks are sampled, and what its figures then cannot show.

/** How `CorpusInfo.negativesRule` begins where non-clicks are sampled, and nowhere else. */
export const SAMPLED_RULE_BEGINS = 'for each click, ';

/** @param negativesRule `CorpusInfo.negativesRule` */
export function isSampled(negativesRule: string): boolean {
  return negativesRule.startsWith(SAMPLED_RULE_BEGINS);
}

/** To be said beside figures of a corpus with sampled non-clicks. */
export const WHAT_SAMPLING_HIDES =
  'Sampled non-clicks cannot show what being popular or fresh is worth (items of like standing are shown equally often ' +
  'for each click), nor what was really seen and passed over, and an item may be shown before it was there; so items are ' +
  'head, torso and tail by their clicks in training, and new without any. The label rate, and with it NE and calibration, is ' +
  'that of the draw: compare figures of one rule only.';

/** Rules of one or several corpora in words, and what sampled non-clicks cannot show. */
export function describeNegatives(rules: readonly string[]): string {
  const hidden = rules.some(isSampled) ? ` ${WHAT_SAMPLING_HIDES}` : '';
  return `Non-clicks: ${rules.join('; ')}.${hidden}`;
}
