// A column that grows.

/** A column of numbers that grows at its end: how many there will be is not known beforehand. */
export class Growable<T extends Int32Array | Float32Array | Float64Array> {
  #values: T;
  #length = 0;

  /** @param empty decides the type: `new Int32Array(0)` */
  constructor(empty: T) {
    this.#values = empty;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#reserve(this.#length + 1);
    this.#values[this.#length++] = value;
  }

  /** Fills up with zeros to at least this length. */
  extend(length: number): void {
    if (length > this.#values.length) this.#reserve(length);
    this.#length = Math.max(this.#length, length);
  }

  /** The array behind, longer than `length`; good until the next `push` or `extend`. */
  get values(): T {
    return this.#values;
  }

  #reserve(length: number): void {
    const create = this.#values.constructor as new (length: number) => T;
    const longer = new create(Math.max(1024, length, 2 * this.#values.length));
    longer.set(this.#values);
    this.#values = longer;
  }
}
