// Product types as numbers.

/** @returns each item's number in `types`, which have the order in which they come up; -1 for null */
export function numberTypes(type_N: readonly (string | null)[]): {
  readonly types: readonly string[];
  readonly type_N: Int32Array;
} {
  const numberOf = new Map<string, number>();
  const numbers_N = Int32Array.from(type_N, (type) => {
    if (type === null) return -1;
    const number = numberOf.get(type) ?? numberOf.size;
    numberOf.set(type, number);
    return number;
  });
  return { types: [...numberOf.keys()], type_N: numbers_N };
}
