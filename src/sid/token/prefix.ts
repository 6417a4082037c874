// The paper's prefix-ngram.
import { UserError } from '../../util/errors.ts';
import type { Ngram } from '../fold-rows.ts';

/**
 * The paper's prefix-ngram: a token for each prefix (c_1), (c_1, c_2) ... up to `depth` codes.
 * Without a depth, all L: the paper finds deeper prefixes better (Table 2).
 *
 * @throws UserError if depth is not in 1..L
 * @see Zheng 2025, Table 1
 */
export function prefix(levels: number, depth = levels): Ngram[] {
  if (!Number.isInteger(depth) || depth < 1 || depth > levels) {
    throw new UserError(
      `--depth ${depth} does not fit codes of ${levels} levels; give 1 to ${levels}`,
    );
  }
  return Array.from({ length: depth }, (_, i) => ({ start: 0, length: i + 1 }));
}
