// Widths that the kernels can work on.

/** The next multiple of 4. @inline */
export function upTo4(count: i32): i32 {
  return (count + 3) & ~3;
}
