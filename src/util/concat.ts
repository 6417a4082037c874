// Typed arrays one after another.

type Numbers = Uint8Array | Int32Array | Float32Array | Float64Array;

/** Parts one after another. @param arrayType of the whole, needed where there may be no part */
export function concat<T extends Numbers>(
  parts: readonly T[],
  arrayType: new (length: number) => T,
): T {
  const all = new arrayType(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
