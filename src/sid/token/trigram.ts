// The first three codes.
import { UserError } from '../../util/errors.ts';
import type { Ngram } from '../fold-rows.ts';

/**
 * One token of the first three codes: K^2 c_1 + K c_2 + c_3.
 *
 * @throws UserError below three levels
 * @see Zheng 2025, Table 1
 */
export function trigram(levels: number): Ngram[] {
  if (levels < 3) {
    throw new UserError(
      `--embed trigram needs codes of 3 levels or more, these have ${levels}; train with --levels 3`,
    );
  }
  return [{ start: 0, length: 3 }];
}
