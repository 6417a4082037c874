// Every contiguous n-gram, the wider reading.
import type { Ngram } from '../fold-rows.ts';

/**
 * Every contiguous n-gram of the codes, L (L + 1) / 2 tokens: c1, c1c2, c1c2c3, c2, c2c3, c3.
 * A wider reading of prefix-ngram than the paper's, which is `prefix`.
 */
export function allNgrams(levels: number): Ngram[] {
  const ngrams: Ngram[] = [];
  for (let start = 0; start < levels; start++) {
    for (let length = 1; start + length <= levels; length++) ngrams.push({ start, length });
  }
  return ngrams;
}
