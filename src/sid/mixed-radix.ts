// Codes as one number, modulo H.

/**
 * The codes read as one number in base K, modulo `modulus`:
 *
 *     (K^(n-1) c_1 + K^(n-2) c_2 + ... + c_n) mod modulus
 *
 * Exact whatever K^n is: reduced after each digit (Horner), so only modulus * K must stay below 2^53.
 */
export function mixedRadixMod(
  codes_NL: Int32Array,
  start: number,
  length: number,
  codebookSize: number,
  modulus: number,
): number {
  let value = 0;
  for (let i = start; i < start + length; i++)
    value = (value * codebookSize + codes_NL[i]) % modulus;
  return value;
}

/** base^exponent mod modulus, for modulus * base below 2^53. */
export function powerMod(base: number, exponent: number, modulus: number): number {
  let value = 1 % modulus;
  for (let i = 0; i < exponent; i++) value = (value * (base % modulus)) % modulus;
  return value;
}
