// Clicks of the last hours, counted by item.

const FIRST_CAPACITY = 1024;

/**
 * The clicks of the last hours. Clicks come in time order; adding one, dropping one and looking at the i-th
 * take constant time. Memory grows with the clicks of one window and the item count.
 */
export class ClickWindow {
  /** A ring of the clicks, oldest at #head; the capacity is a power of two. */
  #item = new Int32Array(FIRST_CAPACITY);
  #timeMs = new Float64Array(FIRST_CAPACITY);
  #head = 0;
  #numClicks = 0;
  /** Clicks of each item within the window. */
  readonly #clicks_N: Int32Array;

  constructor(numItems: number) {
    this.#clicks_N = new Int32Array(numItems);
  }

  /** Clicks within the window. */
  get numClicks(): number {
    return this.#numClicks;
  }

  /** Adds a click, not older than those before it. */
  add(item: number, timeMs: number): void {
    if (this.#numClicks === this.#item.length) this.#enlarge();
    const slot = (this.#head + this.#numClicks++) & (this.#item.length - 1);
    this.#item[slot] = item;
    this.#timeMs[slot] = timeMs;
    this.#clicks_N[item] += 1;
  }

  /** Forgets the clicks before an instant. @param onDrop told the item of each, after it is forgotten */
  dropBefore(timeMs: number, onDrop?: (item: number) => void): void {
    while (this.#numClicks > 0 && this.#timeMs[this.#head] < timeMs) {
      const item = this.#item[this.#head];
      this.#head = (this.#head + 1) & (this.#item.length - 1);
      this.#numClicks -= 1;
      this.#clicks_N[item] -= 1;
      onDrop?.(item);
    }
  }

  /** The item of a click. @param i in [0, numClicks), oldest first */
  clickedItem(i: number): number {
    return this.#item[(this.#head + i) & (this.#item.length - 1)];
  }

  /** Clicks of an item within the window. */
  clicksOf(item: number): number {
    return this.#clicks_N[item];
  }

  #enlarge(): void {
    const capacity = this.#item.length;
    const item = new Int32Array(2 * capacity);
    const timeMs = new Float64Array(2 * capacity);
    for (let i = 0; i < capacity; i++) {
      const slot = (this.#head + i) & (capacity - 1);
      item[i] = this.#item[slot];
      timeMs[i] = this.#timeMs[slot];
    }
    this.#item = item;
    this.#timeMs = timeMs;
    this.#head = 0;
  }
}
