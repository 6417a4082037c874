// How much groups say of labels.
import { entropyBits } from './entropy-bits.ts';
import { numberKeys, sumByGroup } from './groups.ts';
import type { Groups } from './groups.ts';

/**
 * Normalized mutual information: what group and label say of one another, over the mean of their entropies,
 *
 *     2 I(G; C) / (H(G) + H(C)),   I(G; C) = H(G) + H(C) - H(G, C)
 *
 * 1 where groups are the labels, 0 where neither says anything of the other. It rises with the number of groups: compare it with
 * the same groups filled by chance (Manning, Raghavan and Schütze 2008, section 16.3).
 *
 * @param label_N whole numbers of 0 or more; below 0: unknown, left out
 * @returns NaN where there is one group and one label, or no label is known
 */
export function normalizedMutualInformation(
  { group_N, numGroups }: Groups,
  label_N: ArrayLike<number>,
): number {
  const known = group_N.reduce((items, _, item) => items + Number(label_N[item] >= 0), 0);
  const [group_E, label_E] = [new Int32Array(known), new Int32Array(known)];
  let place = 0;
  group_N.forEach((group, item) => {
    if (label_N[item] < 0) return;
    group_E[place] = group;
    label_E[place++] = label_N[item];
  });
  const numLabels = label_E.reduce((most, label) => Math.max(most, label), 0) + 1;
  const both_E = new Int32Array(known);
  const numBoth = numberKeys((item) => group_E[item] * numLabels + label_E[item], both_E);
  const entropyOf = (numbers: Int32Array, count: number): number =>
    entropyBits(sumByGroup({ group_N: numbers, numGroups: count }));
  const [groups, labels] = [entropyOf(group_E, numGroups), entropyOf(label_E, numLabels)];
  const shared = groups + labels - entropyOf(both_E, numBoth);
  return (2 * Math.max(0, shared)) / (groups + labels);
}
