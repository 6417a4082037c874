// Numbers as texts.
import { formatCount } from '../util/format-count.ts';

/** What stands where there was nothing to measure. */
export const NOTHING = '–';

/** A number, or nothing: NaN too, and null as JSON has it. */
export type Measured = number | null | undefined;

function isNothing(value: Measured): value is null | undefined {
  return value === undefined || value === null || Number.isNaN(value);
}

/** "0.9543", with a real minus sign. */
export function fixed(value: Measured, digits = 4): string {
  return isNothing(value) ? NOTHING : value.toFixed(digits).replace(/^-/, '−');
}

/** "+1.96" or "−0.14". */
export function signed(value: Measured, digits = 2): string {
  if (isNothing(value)) return NOTHING;
  return value < 0 ? fixed(value, digits) : `+${fixed(value, digits)}`;
}

/** "[+1.79, +2.13]". */
export function interval(
  bounds: readonly [number, number] | null | undefined,
  toText: (value: number) => string = signed,
): string {
  return !bounds || bounds.some(Number.isNaN) ? '' : `[${toText(bounds[0])}, ${toText(bounds[1])}]`;
}

/** "186,494". */
export function count(value: Measured): string {
  return isNothing(value) ? NOTHING : formatCount(value);
}

/** Any figure, whose size is not known before: four significant digits. */
export function figure(value: Measured): string {
  if (isNothing(value)) return NOTHING;
  if (Number.isInteger(value) || Math.abs(value) >= 10_000) return count(value).replace(/^-/, '−');
  return Number(value.toPrecision(4)).toString().replace(/^-/, '−');
}

/** "4.2 s", "3 min 23 s", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
