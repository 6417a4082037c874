// Neighbouring pairs.
import { UserError } from '../../util/errors.ts';
import type { Ngram } from '../fold-rows.ts';

/**
 * A token for each pair of neighbouring codes: K c_l + c_(l+1), l = 1..L-1.
 *
 * @throws UserError below two levels
 * @see Zheng 2025, Table 1
 */
export function allBigrams(levels: number): Ngram[] {
  if (levels < 2) {
    throw new UserError(
      `--embed all-bigrams needs codes of 2 levels or more, these have ${levels}; train with --levels 2`,
    );
  }
  return Array.from({ length: levels - 1 }, (_, start) => ({ start, length: 2 }));
}
