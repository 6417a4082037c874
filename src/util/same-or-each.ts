// Numbers of a list in few words.
import { formatCount } from './format-count.ts';

/** "64" where all are the same, else each: "256 / 64 / 64". */
export function sameOrEach(values: readonly number[]): string {
  const shown = values.every((value) => value === values[0]) ? values.slice(0, 1) : values;
  return shown.map(formatCount).join(' / ');
}
