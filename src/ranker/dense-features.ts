/**
 * sign(x) log(1 + |x|), each value: dense features of any range come near one another. DLRM's log(x + 1),
 * also for negative values.
 */
export function signedLog(values: Float32Array): Float32Array {
  return values.map((x) => Math.sign(x) * Math.log1p(Math.abs(x)));
}
