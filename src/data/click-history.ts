// The last T clicks of every user.

const FIRST_CAPACITY = 4;

/**
 * The last T clicks of every user. A user's room starts small and doubles up to T, so that memory follows
 * the clicks that are there, not users times T.
 */
export class ClickHistory {
  /** T */
  readonly length: number;
  readonly #start_V: Float64Array;
  readonly #capacity_V: Int32Array;
  readonly #count_V: Int32Array;
  /** Position of the oldest click within a full room. */
  readonly #oldest_V: Int32Array;
  #items: Int32Array;
  #timesMs: Float64Array;
  #used = 0;
  /** Rooms that were outgrown, by capacity. */
  readonly #free = new Map<number, number[]>();

  /** @param historyLength T, the clicks kept of a user */
  constructor(numUsers: number, historyLength: number) {
    this.length = historyLength;
    this.#start_V = new Float64Array(numUsers);
    this.#capacity_V = new Int32Array(numUsers);
    this.#count_V = new Int32Array(numUsers);
    this.#oldest_V = new Int32Array(numUsers);
    this.#items = new Int32Array(1024);
    this.#timesMs = new Float64Array(1024);
  }

  /** Adds a user's click, the newest; beyond T the oldest goes. */
  append(user: number, item: number, timeMs: number): void {
    if (this.length === 0) return;
    if (this.#count_V[user] === this.#capacity_V[user] && this.#capacity_V[user] < this.length) {
      this.#enlarge(user);
    }
    const capacity = this.#capacity_V[user];
    let position = this.#count_V[user];
    if (position === capacity) {
      position = this.#oldest_V[user];
      this.#oldest_V[user] = (position + 1) % capacity;
    } else {
      this.#count_V[user] += 1;
    }
    this.#items[this.#start_V[user] + position] = item;
    this.#timesMs[this.#start_V[user] + position] = timeMs;
  }

  /**
   * Writes a user's clicks, oldest first, to `items_BT` and their ages to `agesMs_BT` from `offset` on.
   *
   * @returns how many there are, at most T
   */
  copyTo(
    user: number,
    nowMs: number,
    items_BT: Int32Array,
    agesMs_BT: Float32Array,
    offset: number,
  ): number {
    const count = this.#count_V[user];
    const start = this.#start_V[user];
    const oldest = this.#oldest_V[user];
    for (let i = 0; i < count; i++) {
      let position = oldest + i;
      if (position >= count) position -= count;
      items_BT[offset + i] = this.#items[start + position];
      agesMs_BT[offset + i] = nowMs - this.#timesMs[start + position];
    }
    return count;
  }

  #enlarge(user: number): void {
    const previous = this.#capacity_V[user];
    const capacity = Math.min(this.length, previous === 0 ? FIRST_CAPACITY : 2 * previous);
    const start = this.#free.get(capacity)?.pop() ?? this.#take(capacity);
    const from = this.#start_V[user];
    if (previous > 0) {
      // A room that is not yet of full size never wraps: its oldest click is at 0.
      this.#items.copyWithin(start, from, from + previous);
      this.#timesMs.copyWithin(start, from, from + previous);
      const rooms = this.#free.get(previous) ?? [];
      rooms.push(from);
      this.#free.set(previous, rooms);
    }
    this.#start_V[user] = start;
    this.#capacity_V[user] = capacity;
  }

  #take(capacity: number): number {
    const start = this.#used;
    this.#used += capacity;
    if (this.#used > this.#items.length) {
      const size = Math.max(this.#used, 2 * this.#items.length);
      const items = new Int32Array(size);
      items.set(this.#items);
      this.#items = items;
      const timesMs = new Float64Array(size);
      timesMs.set(this.#timesMs);
      this.#timesMs = timesMs;
    }
    return start;
  }
}
