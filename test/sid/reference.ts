/** Rows by BigInt, straight from the formulas: the slow plain version. Each code has the weight of all sizes behind it. */
export function referenceRow(
  codes: readonly number[],
  codebookSizes: readonly number[],
  ngrams: readonly { readonly start: number; readonly length: number }[],
  position: number,
  numRows: number,
): number {
  const product = (from: number, to: number): bigint =>
    codebookSizes.slice(from, to).reduce((weight, size) => weight * BigInt(size), 1n);
  let row = 0n;
  for (const { start, length } of ngrams.slice(0, position)) row += product(start, start + length);
  const { start, length } = ngrams[position];
  for (let level = start; level < start + length; level++)
    row += BigInt(codes[level]) * product(level + 1, start + length);
  return Number(row % BigInt(numRows));
}
