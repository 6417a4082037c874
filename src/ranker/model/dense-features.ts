// Signed logarithm.

/**
 * sign(x) log(1 + |x|), each value: dense features of any range come near one another. DLRM's log(x + 1),
 * also for negative values.
 *
 * @param values_BF row-major
 * @param out rows of `stride` floats, of which the first F are written
 */
export function writeSignedLog(
  values_BF: Float32Array,
  numExamples: number,
  out: Float32Array,
  stride: number,
): void {
  const numDense = values_BF.length / numExamples;
  for (let b = 0, from = 0; b < numExamples; b++) {
    for (let f = 0; f < numDense; f++, from++) {
      const value = values_BF[from];
      // Most features of most logs are 0 for most impressions.
      if (value === 0) out[b * stride + f] = 0;
      else out[b * stride + f] = value < 0 ? -Math.log1p(-value) : Math.log1p(value);
    }
  }
}
