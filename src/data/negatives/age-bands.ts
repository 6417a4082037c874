// Items by how long ago they were last clicked.

/**
 * Each item's age band: b where its last click is older than `limits[b - 1]` and not older than `limits[b]`,
 * limits.length where it is older than all limits, and one more where the item was never clicked. Time only
 * moves on. A click and a change of band take constant time: in each band the items stand in a ring in the order of
 * their last clicks, so that only the oldest can leave it.
 */
export class AgeBands {
  readonly #limitsMs: readonly number[];
  readonly #band_N: Uint8Array;
  readonly #lastMs_N: Float64Array;
  /** Neighbors in the rings. Entry numItems + b closes the ring of band b: its next is the oldest. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;

  /** @param limitsMs ascending */
  constructor(numItems: number, limitsMs: readonly number[]) {
    const numRings = limitsMs.length + 1;
    this.#limitsMs = limitsMs;
    this.#band_N = new Uint8Array(numItems).fill(numRings);
    this.#lastMs_N = new Float64Array(numItems);
    this.#next = Int32Array.from({ length: numItems + numRings }, (_, i) => i);
    this.#previous = this.#next.slice();
  }

  /** Bands there are, that of the items never clicked included. */
  get numBands(): number {
    return this.#limitsMs.length + 2;
  }

  bandOf(item: number): number {
    return this.#band_N[item];
  }

  /** An item is clicked. */
  add(item: number, timeMs: number): void {
    if (this.#band_N[item] < this.numBands - 1) this.#unlink(item);
    this.#lastMs_N[item] = timeMs;
    this.#append(item, 0);
  }

  /** Moves on to an instant. @param onChange told each item that is now in another band */
  advanceTo(timeMs: number, onChange: (item: number) => void): void {
    const numItems = this.#band_N.length;
    // From the youngest on: who leaves a band is younger than all in the next.
    for (let band = 0; band < this.#limitsMs.length; band++) {
      for (;;) {
        const oldest = this.#next[numItems + band];
        if (oldest >= numItems || timeMs - this.#lastMs_N[oldest] <= this.#limitsMs[band]) break;
        this.#unlink(oldest);
        this.#append(oldest, band + 1);
        onChange(oldest);
      }
    }
  }

  #append(item: number, band: number): void {
    const end = this.#band_N.length + band;
    const youngest = this.#previous[end];
    this.#band_N[item] = band;
    this.#next[youngest] = item;
    this.#previous[item] = youngest;
    this.#next[item] = end;
    this.#previous[end] = item;
  }

  #unlink(item: number): void {
    this.#next[this.#previous[item]] = this.#next[item];
    this.#previous[this.#next[item]] = this.#previous[item];
  }
}
