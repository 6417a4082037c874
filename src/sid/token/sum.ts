// One table a level, rows added.
import type { Ngram } from '../fold-rows.ts';

/**
 * The plain sum: a K x d table for each level, their rows added. The L tables stand one after another in
 * one table of L K rows. What most systems with semantic IDs do; the paper does not compare it.
 */
export function sum(levels: number): Ngram[] {
  return Array.from({ length: levels }, (_, start) => ({ start, length: 1 }));
}
