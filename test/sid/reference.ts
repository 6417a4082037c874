/** Rows by BigInt, straight from the formulas: the slow plain version. */
export function referenceRow(
  codes: readonly number[],
  codebookSize: number,
  ngrams: readonly { readonly start: number; readonly length: number }[],
  position: number,
  numRows: number,
): number {
  const base = BigInt(codebookSize);
  let shift = 0n;
  for (const { length } of ngrams.slice(0, position)) shift += base ** BigInt(length);
  const { start, length } = ngrams[position];
  let token = 0n;
  for (let i = 0; i < length; i++)
    token += BigInt(codes[start + i]) * base ** BigInt(length - 1 - i);
  return Number((shift + token) % BigInt(numRows));
}
