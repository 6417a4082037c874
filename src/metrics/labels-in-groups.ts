// How well prefixes keep known labels together, beside chance.
import { mean } from '../util/stats.ts';
import type { Groups } from './groups.ts';
import { normalizedMutualInformation } from './mutual-information.ts';
import { measurePurity } from './purity.ts';

/** What the prefixes of one length say of labels, each from 0 to 1; NaN where no label is known. */
export interface LabelsInGroups {
  readonly purity: number;
  readonly mutualInformation: number;
  /** The same where the same semantic IDs are dealt to the items by chance: the mean over deals. */
  readonly chancePurity: number;
  readonly chanceMutualInformation: number;
}

/**
 * @param prefixes items by their first code, by their first two, ...
 * @param dealt the same of semantic IDs that were dealt by chance (`dealCodes`)
 * @param label_N whole numbers of 0 or more; below 0: unknown, left out
 */
export function measureLabels(
  prefixes: readonly Groups[],
  dealt: readonly (readonly Groups[])[],
  label_N: ArrayLike<number>,
): LabelsInGroups[] {
  return prefixes.map((groups, i) => ({
    purity: measurePurity(groups, label_N),
    mutualInformation: normalizedMutualInformation(groups, label_N),
    chancePurity: mean(dealt.map((each) => measurePurity(each[i], label_N))),
    chanceMutualInformation: mean(
      dealt.map((each) => normalizedMutualInformation(each[i], label_N)),
    ),
  }));
}
