// Lengths of arrays, checked where they enter the kernels.

/** @throws Error with the name of the first array whose length is another than is wanted, and both lengths */
export function assertLengths(
  wanted: Readonly<Record<string, readonly [array: { readonly length: number }, length: number]>>,
): void {
  for (const [name, [array, length]] of Object.entries(wanted)) {
    if (array.length !== length) throw wrongLength(name, array.length, String(length));
  }
}

/** @returns how many rows of `width` an array is. @throws Error if that is no whole number */
export function rowsOf(name: string, array: { readonly length: number }, width: number): number {
  const rows = array.length / width;
  if (!Number.isInteger(rows)) throw wrongLength(name, array.length, `a multiple of ${width}`);
  return rows;
}

/** @throws Error unless the kernels can work on rows of this width */
export function assertWidth(name: string, width: number): void {
  if (!Number.isInteger(width) || width < 4 || width % 4 !== 0) {
    throw new Error(`${name} must be a positive multiple of 4, got ${width}`);
  }
}

function wrongLength(name: string, length: number, wanted: string): Error {
  return new Error(`the kernels' ${name} has ${length} values where ${wanted} are wanted`);
}
