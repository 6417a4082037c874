/** A slot: the round in which it was filled, the value, its number. Four, so that none straddles a line. */
const SLOT = 4;

/**
 * Numbers the distinct values of a batch in the order in which they first come: an open-addressing hash
 * table that forgets everything in one step, so that its cost does not depend on the size of the table
 * whose rows are numbered.
 */
export class DistinctIndex {
  /** A slot counts only if it carries the current round. */
  #slots: Int32Array;
  #round = 1;
  #values: Int32Array;
  #count = 0;

  constructor(expected = 1024) {
    const numSlots = slotsFor(expected);
    this.#slots = new Int32Array(numSlots * SLOT);
    this.#values = new Int32Array(numSlots / 2);
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
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = (Math.imul(value, 0x9e3779b1) >>> 5) & mask & -SLOT;
    while (slots[at] === this.#round) {
      if (slots[at + 1] === value) return slots[at + 2];
      at = (at + SLOT) & mask;
    }
    if (this.#count === this.#values.length) {
      this.#enlarge();
      return this.numberOf(value);
    }
    const number = this.#count++;
    slots[at] = this.#round;
    slots[at + 1] = value;
    slots[at + 2] = number;
    this.#values[number] = value;
    return number;
  }

  #enlarge(): void {
    const larger = new DistinctIndex(2 * this.#count);
    for (let i = 0; i < this.#count; i++) larger.numberOf(this.#values[i]);
    this.#slots = larger.#slots;
    this.#round = larger.#round;
    this.#values = larger.#values;
  }
}

/** A power of two, at most half full. */
function slotsFor(expected: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(expected, 16) * 2 + 1));
}
