// The bucket of an age.

/** floor(log2(ms)) from the bits of a float32, between 0 and the last bucket: a float32's exponent is that logarithm. @inline */
export function ageBucket(address: usize, numAges: i32): i32 {
  const exponent = (load<i32>(address) >> 23) - 127;
  return max(0, min(exponent, numAges - 1));
}
