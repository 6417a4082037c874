// Whole numbers as texts.

/** 1234567 -> "1,234,567" */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
