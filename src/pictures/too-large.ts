// The words for a picture file beyond the limit.
import { setting } from '../util/errors.ts';

export function tooLargeText(mostBytes: number): string {
  return `larger than ${mostBytes / 1e6} MB (${setting('pictureMb')})`;
}
