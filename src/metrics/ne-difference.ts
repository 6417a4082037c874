// An NE above another, in percent.

/** By how many percent an NE is above another: 1.5 means 1.5 % worse. */
export function neRisePercent(ne: number, fromNe: number): number {
  return 100 * (ne / fromNe - 1);
}

/** By how many percent an NE is below a baseline's: 0.4 means 0.4 % better. */
export function neGainPercent(ne: number, baselineNe: number): number {
  return 100 * (1 - ne / baselineNe);
}
