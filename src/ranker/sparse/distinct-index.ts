/**
 * Numbers the distinct values of a batch in the order in which they first come: an open-addressing hash
 * table that forgets everything in one step, so that its cost does not depend on the size of the table
 * whose rows are numbered.
 */
export class DistinctIndex {
  #keys: Int32Array;
  #numbers: Int32Array;
  /** A slot counts only if it carries the current round. */
  #rounds: Int32Array;
  #round = 1;
  #values: Int32Array;
  #count = 0;

  constructor(expected = 1024) {
    const size = slotsFor(expected);
    this.#keys = new Int32Array(size);
    this.#numbers = new Int32Array(size);
    this.#rounds = new Int32Array(size);
    this.#values = new Int32Array(size / 2);
  }

  /** How many distinct values there are. */
  get count(): number {
    return this.#count;
  }

  /** The distinct values in the order of their numbers. A view: copy it to keep it. */
  get values(): Int32Array {
    return this.#values.subarray(0, this.#count);
  }

  /** Forgets all values. */
  clear(): void {
    this.#round += 1;
    this.#count = 0;
  }

  /** The value's number, a new one if it was not there. @param value a non-negative 32-bit integer */
  numberOf(value: number): number {
    const mask = this.#keys.length - 1;
    let slot = (Math.imul(value, 0x9e3779b1) >>> 7) & mask;
    while (this.#rounds[slot] === this.#round) {
      if (this.#keys[slot] === value) return this.#numbers[slot];
      slot = (slot + 1) & mask;
    }
    if (this.#count === this.#values.length) {
      this.#enlarge();
      return this.numberOf(value);
    }
    const number = this.#count++;
    this.#rounds[slot] = this.#round;
    this.#keys[slot] = value;
    this.#numbers[slot] = number;
    this.#values[number] = value;
    return number;
  }

  #enlarge(): void {
    const values = this.values.slice();
    const larger = new DistinctIndex(2 * values.length);
    larger.clear();
    for (const value of values) larger.numberOf(value);
    this.#keys = larger.#keys;
    this.#numbers = larger.#numbers;
    this.#rounds = larger.#rounds;
    this.#round = larger.#round;
    this.#values = larger.#values;
    this.#count = larger.#count;
  }
}

/** A power of two, at most half full. */
function slotsFor(expected: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(expected, 16) * 2 + 1));
}
