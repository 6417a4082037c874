// Where the pairs of batches come from.
import type { PairRows } from '../pairs/pair-table.ts';
import type { PairInputs } from './trainer.ts';

/** Pairs as an encoder takes them, whatever that is: pixels and tokens, or features. */
export interface PairSource {
  readonly rows: Pick<PairRows, 'text_N' | 'picture_N' | 'group_N'>;
  /**
   * Loads some pairs.
   *
   * @param pairs by their index
   * @param epoch decides what chance does to them; null: nothing, they are measured
   */
  readonly load: (pairs: Int32Array, epoch: number | null) => Promise<PairInputs>;
}

/** What the loss is told of some pairs. */
export function groupsAndWeights(
  { group_N, weight_N }: Pick<PairRows, 'group_N' | 'weight_N'>,
  pairs: Int32Array,
): Pick<PairInputs, 'groups' | 'weights'> {
  return {
    groups: pairs.map((pair) => group_N[pair]),
    weights: Float32Array.from(pairs, (pair) => weight_N[pair]),
  };
}
