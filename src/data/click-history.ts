// The last T clicks of every user.

const FIRST_CAPACITY = 4;

/**
 * The last T clicks of every user. A user's room starts small and doubles up to T, so that memory follows
 * the clicks that are there, not users times T.
 */
export class ClickHistory {
  /** T */
  readonly length: number;
  readonly #start_U: Float64Array;
  readonly #capacity_U: Int32Array;
  readonly #count_U: Int32Array;
  /** Position of the oldest click within a full room. */
  readonly #oldest_U: Int32Array;
  #items: Int32Array;
  #timesMs: Float64Array;
  #used = 0;
  /** Rooms that were outgrown, by capacity. */
  readonly #free = new Map<number, number[]>();

  /** @param historyLength T, the clicks kept of a user */
  constructor(numUsers: number, historyLength: number) {
    this.length = historyLength;
    this.#start_U = new Float64Array(numUsers);
    this.#capacity_U = new Int32Array(numUsers);
    this.#count_U = new Int32Array(numUsers);
    this.#oldest_U = new Int32Array(numUsers);
    this.#items = new Int32Array(1024);
    this.#timesMs = new Float64Array(1024);
  }

  /** Adds a user's click, the newest; beyond T the oldest goes. */
  append(user: number, item: number, timeMs: number): void {
    if (this.length === 0) return;
    if (this.#count_U[user] === this.#capacity_U[user] && this.#capacity_U[user] < this.length) {
      this.#enlarge(user);
    }
    const capacity = this.#capacity_U[user];
    let position = this.#count_U[user];
    if (position === capacity) {
      position = this.#oldest_U[user];
      this.#oldest_U[user] = (position + 1) % capacity;
    } else {
      this.#count_U[user] += 1;
    }
    this.#items[this.#start_U[user] + position] = item;
    this.#timesMs[this.#start_U[user] + position] = timeMs;
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
    const count = this.#count_U[user];
    const start = this.#start_U[user];
    const oldest = this.#oldest_U[user];
    for (let i = 0; i < count; i++) {
      let position = oldest + i;
      if (position >= count) position -= count;
      items_BT[offset + i] = this.#items[start + position];
      agesMs_BT[offset + i] = nowMs - this.#timesMs[start + position];
    }
    return count;
  }

  #enlarge(user: number): void {
    const previous = this.#capacity_U[user];
    const capacity = Math.min(this.length, previous === 0 ? FIRST_CAPACITY : 2 * previous);
    const start = this.#free.get(capacity)?.pop() ?? this.#take(capacity);
    const from = this.#start_U[user];
    if (previous > 0) {
      // A room that is not yet of full size never wraps: its oldest click is at 0.
      this.#items.copyWithin(start, from, from + previous);
      this.#timesMs.copyWithin(start, from, from + previous);
      const rooms = this.#free.get(previous) ?? [];
      rooms.push(from);
      this.#free.set(previous, rooms);
    }
    this.#start_U[user] = start;
    this.#capacity_U[user] = capacity;
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
