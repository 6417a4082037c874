// Codes as one number, modulo H.

/** Some of the codes of an item, next to each other: those of levels first, first + 1, ... (zero-based). */
interface Digits {
  readonly start: number;
  readonly length: number;
}

/**
 * The codes at some levels read as one number whose digits have bases of their own, the level's codebook size K_l, modulo
 * `modulus`:
 *
 *     (...((c_1 K_2 + c_2) K_3 + c_3) ... K_n + c_n) mod modulus
 *
 * Where all sizes are K that is K^(n-1) c_1 + K^(n-2) c_2 + ... + c_n. Exact whatever the product of the sizes is: reduced
 * after each digit (Horner), so only modulus * K_l must stay below 2^53.
 *
 * @param item of whose L codes the digits are
 */
export function mixedRadixMod(
  codes_NL: Int32Array,
  item: number,
  { start, length }: Digits,
  codebookSizes: readonly number[],
  modulus: number,
): number {
  const offset = item * codebookSizes.length;
  let value = 0;
  for (let level = start; level < start + length; level++)
    value = (value * codebookSizes[level] + codes_NL[offset + level]) % modulus;
  return value;
}

/** The product of the sizes at some levels, modulo `modulus`: how many numbers such codes make. For modulus * K_l below 2^53. */
export function radixMod(
  { start, length }: Digits,
  codebookSizes: readonly number[],
  modulus: number,
): number {
  let value = 1 % modulus;
  for (let level = start; level < start + length; level++)
    value = (value * (codebookSizes[level] % modulus)) % modulus;
  return value;
}
