// Differences as texts.

/** With a sign and two decimals; "-" where there was nothing to measure. */
export function formatSigned(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return `${value < 0 ? '' : '+'}${value.toFixed(2)}`;
}

/** "[-1.20, +3.40]" */
export function formatInterval([low, high]: readonly [number, number]): string {
  return `[${formatSigned(low)}, ${formatSigned(high)}]`;
}
