// Codes as keys of a map.

/** A number or a text that stands for a prefix of some length; one for each prefix. */
export type PrefixKey = number | string;

/**
 * Gives keys of prefixes of `length` codes: numbers as long as they are exact, else texts.
 *
 * @param codebookSizes of all levels
 * @returns a function of flat codes and the position of an item's first
 */
export function prefixKeys(
  codebookSizes: readonly number[],
  length: number,
): (codes: Int32Array, from: number) => PrefixKey {
  const numPrefixes = codebookSizes.slice(0, length).reduce((product, size) => product * size, 1);
  if (numPrefixes > 2 ** 53) {
    return (codes, from) => codes.subarray(from, from + length).join();
  }
  return (codes, from) => {
    let key = 0;
    for (let level = 0; level < length; level++) {
      key = key * codebookSizes[level] + codes[from + level];
    }
    return key;
  };
}
