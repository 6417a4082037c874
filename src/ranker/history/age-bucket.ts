/** Buckets of the learned timestamp embedding: 2^35 ms is about a year. */
export const NUM_AGE_BUCKETS = 36;

/**
 * Log-spaced bucket of an age: floor(log2(milliseconds)), between 0 and 35. A float32's exponent is that
 * logarithm, so the bits are read instead of calling Math.log2 100,000 times a batch.
 *
 * @param ageBits the age's bits: the same memory seen as Int32Array
 */
export function ageBucketOfBits(ageBits: number): number {
  const exponent = (ageBits >> 23) - 127;
  return exponent < 0 ? 0 : exponent >= NUM_AGE_BUCKETS ? NUM_AGE_BUCKETS - 1 : exponent;
}

/**
 * The share of each age bucket in each example's clicks. Its product with the table of bucket embeddings
 * is the mean timestamp embedding, without looking one up for each position.
 *
 * @returns shares_BA written to `out`: rows sum to 1, or to 0 without clicks
 */
export function ageShares(
  agesMs_BT: Float32Array,
  lengths_B: Int32Array,
  out: Float32Array,
): Float32Array {
  const T = lengths_B.length === 0 ? 0 : agesMs_BT.length / lengths_B.length;
  const bits_BT = new Int32Array(agesMs_BT.buffer, agesMs_BT.byteOffset, agesMs_BT.length);
  out.fill(0);
  for (let b = 0; b < lengths_B.length; b++) {
    const share = 1 / lengths_B[b];
    const end = b * T + lengths_B[b];
    for (let p = b * T; p < end; p++)
      out[b * NUM_AGE_BUCKETS + ageBucketOfBits(bits_BT[p])] += share;
  }
  return out;
}
