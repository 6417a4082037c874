// What an item's crop is called.
import { hashBytes } from '../util/hash-file.ts';

const MOST_LETTERS = 80;
const HASH_LETTERS = 10;

/** Names that Windows keeps for devices. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A file name that is safe on every system and belongs to no other item: the id where it is made of lower-case letters,
 * digits, - and _, else what is left of it, and some letters of its hash ("A/1" and "a-1" must not meet on a disk that
 * takes both for one).
 *
 * @example 12 -> "12.jpg", "10123C" -> "10123c-c603961ad4.jpg"
 */
export function cropName(id: number | string): string {
  const text = String(id);
  const isSafe = /^[a-z0-9][a-z0-9_-]*$/.test(text) && text.length <= MOST_LETTERS;
  if (isSafe && !DEVICES.test(text)) return `${text}.jpg`;
  const letters = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .slice(0, MOST_LETTERS);
  const hash = hashBytes(text).slice(0, HASH_LETTERS);
  return `${letters}-${hash}.jpg`;
}
