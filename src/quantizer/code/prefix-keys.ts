// Codes as keys of a map.

/** A number or a text that stands for a prefix of some length; one for each prefix. */
export type PrefixKey = number | string;

/** Gives a key of the codes that begin at a position of flat codes. */
type KeyOf<Key> = (codes: Int32Array, from: number) => Key;

/** Keys of prefixes of `length` codes: numbers as long as they are exact, else texts. @param codebookSizes of all levels */
export function prefixKeys(codebookSizes: readonly number[], length: number): KeyOf<PrefixKey> {
  const asText: KeyOf<string> = (codes, from) => codes.subarray(from, from + length).join();
  return exactKeys(codebookSizes, length) ?? asText;
}

/** The same as whole numbers of mixed radix; undefined where there are more prefixes than exact ones. */
export function exactKeys(
  codebookSizes: readonly number[],
  length: number,
): KeyOf<number> | undefined {
  const numPrefixes = codebookSizes.slice(0, length).reduce((product, size) => product * size, 1);
  if (numPrefixes > 2 ** 53) return undefined;
  return (codes, from) => {
    let key = 0;
    for (let level = 0; level < length; level++) {
      key = key * codebookSizes[level] + codes[from + level];
    }
    return key;
  };
}
