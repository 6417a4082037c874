// Differences as texts.

/** With a sign and two decimals; "-" where there was nothing to measure. */
export function formatSigned(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return `${value < 0 ? '' : '+'}${value.toFixed(2)}`;
}

/** "[-1.20, +3.40]" */
function formatInterval([low, high]: readonly [number, number]): string {
  return `[${formatSigned(low)}, ${formatSigned(high)}]`;
}

/** "+1.10 [-1.20, +3.40]"; without an interval the value alone. */
export function formatDifference(
  value: number,
  ci95: readonly [number, number] | null | undefined,
): string {
  const signed = formatSigned(value);
  return ci95 ? `${signed} ${formatInterval(ci95)}` : signed;
}
