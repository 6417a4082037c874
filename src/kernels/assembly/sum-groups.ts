// Sums of what groups of examples have summed.

/** Floats of one place: a few cache lines. */
export const PLACE: usize = 64;

/** out[j] = sum_g sums[g, j], g in order, for the places of 64 floats from begin to end. */
export function sumGroups(
  sums: usize,
  out: usize,
  numGroups: i32,
  length: i32,
  begin: i32,
  end: i32,
): void {
  const lengthBytes = (<usize>length) << 2;
  const last = min((<usize>end * PLACE) << 2, lengthBytes);
  for (let o = (<usize>begin * PLACE) << 2; o < last; o += 16) {
    let sum = v128.load(sums + o);
    let from = sums + o + lengthBytes;
    for (let g = 1; g < numGroups; g++, from += lengthBytes) sum = f32x4.add(sum, v128.load(from));
    v128.store(out + o, sum);
  }
}
