// Seeded randomness, split by name.
import { hashString, mix32 } from './hash.ts';

/**
 * A seeded random number generator (sfc32, Chris Doty-Humphrey's PractRand; period about 2^127).
 * Randomness is always passed as an argument; `split` gives a named child whose numbers do not
 * depend on how many its parent has drawn.
 */
export class Rng {
  readonly #key: number;
  readonly #state: Uint32Array;
  #spareNormal: number | undefined;

  private constructor(key: number) {
    this.#key = key >>> 0;
    this.#state = Uint32Array.of(mix32(key), mix32(key ^ 0x5bf03635), mix32(key ^ 0x2c1b3c6d), 1);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** @param seed any safe integer */
  static fromSeed(seed: number): Rng {
    return new Rng(mix32(seed % 2 ** 32) ^ mix32(Math.floor(seed / 2 ** 32) + 0x3c6ef372));
  }

  /** An independent generator named after what it is for. */
  split(name: string | number): Rng {
    return new Rng(hashString(String(name), this.#key));
  }

  /** Uniform in [0, 2^32). */
  uint32(): number {
    const s = this.#state;
    const t = (s[0] + s[1] + s[3]) | 0;
    s[3] = s[3] + 1;
    s[0] = s[1] ^ (s[1] >>> 9);
    s[1] = (s[2] + (s[2] << 3)) | 0;
    s[2] = ((s[2] << 21) | (s[2] >>> 11)) + t;
    return t >>> 0;
  }

  /** Uniform in [0, 1), 32 random bits. */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /** Uniform integer in [0, limit). */
  int(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /** Standard normal (polar Box-Muller). */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        this.#spareNormal = v * scale;
        return u * scale;
      }
    }
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log(1 - this.uniform());
  }

  /** Fisher-Yates, in place. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const held = items[i];
      items[i] = items[j];
      items[j] = held;
    }
    return items;
  }
}
