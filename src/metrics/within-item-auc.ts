// Whether a score tells clicks from non-clicks of the same item.
import { Z_975 } from './interval.ts';
import type { WithInterval } from './interval.ts';
import type { Impressions } from './sample.ts';

/** Impressions with a score. */
export interface ScoredImpressions extends Impressions {
  readonly score: ArrayLike<number>;
}

export interface WithinItemAuc extends WithInterval {
  readonly impressions: number;
  /** Pairs of a click and a non-click of one item. */
  readonly pairs: number;
}

/**
 * The chance that of a click and a non-click of one item the click has the higher score, a tie counting half, over all such
 * pairs: 0.5 where the score says nothing beyond which item it is. Each user's scores are first taken less their mean, so
 * that neither a user who clicks much nor one whose scores are high counts.
 *
 * The interval takes users and items as units. With e an impression's part of the pairs' results less the AUC (the Hajek
 * projection of the statistic: both sides of a pair have their part), and sums within a user, within an item:
 *
 *     variance = sum_users (sum e)^2 + 2 (sum_items W^2 - sum e^2),   over pairs^2
 *
 * with W an item's own pairs won less the AUC of them. It is the two-way clustered variance of Cameron 2011, the part of items
 * twice: a score that compares the shown item with others has each two items in both their sums.
 */
export function withinItemAuc({
  itemIndex,
  userIndex,
  label,
  score,
}: ScoredImpressions): WithinItemAuc {
  const count = label.length;
  const centered = lessMeanOf(userIndex, score);
  const order = Int32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => itemIndex[a] - itemIndex[b] || centered[a] - centered[b],
  );
  const won = new Float64Array(count);
  const paired = new Float64Array(count);
  let [wins, pairs] = [0, 0];
  for (let start = 0, end = 0; start < count; start = end) {
    while (end < count && itemIndex[order[end]] === itemIndex[order[start]]) end += 1;
    const rows = order.subarray(start, end);
    const clicks = rows.reduce((sum, i) => sum + label[i], 0);
    const others = rows.length - clicks;
    let [clicksBelow, othersBelow] = [0, 0];
    for (let from = 0, to = 0; from < rows.length; from = to) {
      let clicksTied = 0;
      while (to < rows.length && centered[rows[to]] === centered[rows[from]]) {
        clicksTied += label[rows[to++]];
      }
      const othersTied = to - from - clicksTied;
      for (const i of rows.subarray(from, to)) {
        paired[i] = label[i] === 1 ? others : clicks;
        won[i] =
          label[i] === 1
            ? othersBelow + othersTied / 2
            : clicks - clicksBelow - clicksTied + clicksTied / 2;
        if (label[i] === 1) wins += won[i];
      }
      clicksBelow += clicksTied;
      othersBelow += othersTied;
    }
    pairs += clicks * others;
  }
  const value = wins / pairs;
  const parts = won.map((each, i) => each - value * paired[i]);
  const ofUsers = squaresOfSums(userIndex, parts);
  // Both sides of an item's pairs add up to the same, which is what its pairs are off by.
  const ofItems = squaresOfSums(itemIndex, parts) / 4;
  const ofOnes = parts.reduce((sum, part) => sum + part * part, 0);
  const variance = ofUsers + 2 * Math.max(0, ofItems - ofOnes);
  const half = (Z_975 * Math.sqrt(variance)) / pairs;
  return { value, ci95: [value - half, value + half], impressions: count, pairs };
}

function squaresOfSums(group: ArrayLike<number>, values: Float64Array): number {
  const sums = new Map<number, number>();
  values.forEach((value, i) => sums.set(group[i], (sums.get(group[i]) ?? 0) + value));
  return [...sums.values()].reduce((total, sum) => total + sum * sum, 0);
}

function lessMeanOf(userIndex: ArrayLike<number>, score: ArrayLike<number>): Float64Array {
  const sums = new Map<number, { sum: number; count: number }>();
  for (let i = 0; i < score.length; i++) {
    const ofUser = sums.get(userIndex[i]) ?? { sum: 0, count: 0 };
    ofUser.sum += score[i];
    ofUser.count += 1;
    sums.set(userIndex[i], ofUser);
  }
  return Float64Array.from({ length: score.length }, (_, i) => {
    const { sum = 0, count = 1 } = sums.get(userIndex[i]) ?? {};
    return score[i] - sum / count;
  });
}
