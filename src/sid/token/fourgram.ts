// The first four codes.
import { UserError } from '../../util/errors.ts';
import type { Ngram } from '../fold-rows.ts';

/**
 * One token of the first four codes: K^3 c_1 + K^2 c_2 + K c_3 + c_4.
 *
 * @throws UserError below four levels
 * @see Zheng 2025, Table 1
 */
export function fourgram(levels: number): Ngram[] {
  if (levels < 4) {
    throw new UserError(
      `--embed fourgram needs codes of 4 levels or more, these have ${levels}; train with --levels 4`,
    );
  }
  return [{ start: 0, length: 4 }];
}
