// Seeded integer hashes.

/**
 * Stateless integer hashing: the same inputs give the same 32 bits on every machine.
 * The mixer is MurmurHash3's finalizer (public domain, Austin Appleby).
 */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Hash of a sequence of integers (each taken modulo 2^32), uniform in [0, 2^32). */
export function hashInts(...values: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const value of values) h = mix32(Math.imul(h, 31) ^ mix32((value | 0) + 0x7f4a7c15));
  return h;
}

/** Hash of a string (FNV-1a over UTF-16 units, then mixed), uniform in [0, 2^32). */
export function hashString(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ mix32(seed);
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix32(h);
}

/** Hash of a data set's own id, a number (up to 2^53) or a string. */
export function hashId(id: number | string, seed: number): number {
  if (typeof id === 'string') return hashString(id, seed);
  return hashInts(seed, id >>> 0, Math.floor(id / 2 ** 32));
}

/** The hash as a number in [0, 1). */
export function hashToUnit(hash: number): number {
  return hash / 2 ** 32;
}
