// Entropy and perplexity of counts.
import { portableLog2 } from '../util/portable-math.ts';

/**
 * Entropy of a distribution given by its counts, in bits: 0 where one class has all, log2 n where n classes
 * have the same.
 *
 * @param counts not negative, of any sum
 * @returns NaN where all are 0
 */
export function entropyBits(counts: ArrayLike<number>): number {
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    total += counts[i];
    weighted += counts[i] * portableLog2(counts[i]);
  }
  // Rounding can leave -1e-16 where one class has all.
  return total > 0 ? Math.max(0, portableLog2(total) - weighted / total) : NaN;
}

/** As many equally common classes would be as uncertain: 2 to the power of the entropy. */
export function perplexity(counts: ArrayLike<number>): number {
  return 2 ** entropyBits(counts);
}
