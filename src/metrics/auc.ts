// Area under the ROC curve.
import type { Scored } from './scored.ts';

/**
 * Area under the ROC curve: the chance that a clicked impression is scored above one that was not, a tie
 * counting half. NaN without both kinds.
 */
export function auc({ label, probability }: Scored): number {
  const positives = sortedScores(label, probability, 1);
  const negatives = sortedScores(label, probability, 0);
  if (positives.length === 0 || negatives.length === 0) return NaN;
  let pairsWon = 0;
  let below = 0; // negatives scored below this positive
  let notAbove = 0; // negatives scored below it or the same
  for (const score of positives) {
    while (below < negatives.length && negatives[below] < score) below++;
    notAbove = Math.max(notAbove, below);
    while (notAbove < negatives.length && negatives[notAbove] <= score) notAbove++;
    pairsWon += (below + notAbove) / 2;
  }
  return pairsWon / positives.length / negatives.length;
}

function sortedScores(
  label: ArrayLike<number>,
  probability: ArrayLike<number>,
  kind: 0 | 1,
): Float64Array {
  const scores = new Float64Array(label.length);
  let count = 0;
  for (let i = 0; i < label.length; i++) if (label[i] === kind) scores[count++] = probability[i];
  return scores.subarray(0, count).sort();
}
