// Numbers of rows and columns that the kernels can work on.

/** @inline */
export function upTo4(count: i32): i32 {
  return (count + 3) & ~3;
}

/** @inline */
export function upTo2(count: i32): i32 {
  return (count + 1) & ~1;
}
