// One file a day.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dayPath } from '../../artifacts/corpus.ts';
import { createDayWriter } from '../../artifacts/impressions.ts';
import type { DayWriter, ImpressionBatch } from '../../artifacts/impressions.ts';

const BATCH_ROWS = 16384;

interface WritableBatch extends ImpressionBatch {
  readonly dense: Float32Array[];
}

/**
 * Writes impressions that come in time order into one file a day, batch by batch; a day without any gets an
 * empty file.
 */
export class DayFiles {
  readonly impressionsPerDay: number[];
  readonly clicksPerDay: number[];
  readonly #corpus: string;
  readonly #denseFeatures: readonly string[];
  readonly #startsMs: readonly number[];
  #day = 0;
  #dayEndMs = -Infinity;
  #writer: DayWriter | undefined;
  #batch: WritableBatch;
  #size = 0;

  /** @param startsMs begin of each day, then the end of the last */
  constructor(corpus: string, denseFeatures: readonly string[], startsMs: readonly number[]) {
    this.#corpus = corpus;
    this.#denseFeatures = denseFeatures;
    this.#startsMs = startsMs;
    this.impressionsPerDay = new Array<number>(startsMs.length - 1).fill(0);
    this.clicksPerDay = new Array<number>(startsMs.length - 1).fill(0);
    this.#batch = createBatch(denseFeatures.length);
    mkdirSync(join(corpus, 'days'), { recursive: true });
  }

  /** The day being written, counted from 1; 0 before the first. */
  get day(): number {
    return this.#day;
  }

  /** Whether `makeRoom` must be called before an impression of that time can be added. */
  needsRoom(timeMs: number): boolean {
    return this.#size === BATCH_ROWS || timeMs >= this.#dayEndMs;
  }

  /** Writes what is held, and begins later days up to that time's. */
  async makeRoom(timeMs: number): Promise<void> {
    await this.#flush();
    while (timeMs >= this.#dayEndMs) await this.#beginNextDay();
  }

  /** Adds an impression whose dense features begin at `denseOffset`. `needsRoom` must be false. */
  add(
    user: number,
    item: number,
    timeMs: number,
    label: number,
    dense: Float32Array,
    denseOffset: number,
  ): void {
    const row = this.#size++;
    const batch = this.#batch;
    batch.userIndex[row] = user;
    batch.itemIndex[row] = item;
    batch.timeMs[row] = timeMs;
    batch.label[row] = label;
    for (let f = 0; f < batch.dense.length; f++) batch.dense[f][row] = dense[denseOffset + f];
    this.clicksPerDay[this.#day - 1] += label;
  }

  /** Writes the rest and the remaining days. */
  async close(): Promise<void> {
    await this.#flush();
    while (this.#day < this.impressionsPerDay.length) await this.#beginNextDay();
    await this.#endDay();
  }

  /** Lets go of the open file after a failure. */
  async abort(): Promise<void> {
    await this.#writer?.abort();
    this.#writer = undefined;
  }

  async #beginNextDay(): Promise<void> {
    await this.#endDay();
    this.#day += 1;
    this.#dayEndMs = this.#startsMs[this.#day];
    const path = dayPath(this.#corpus, this.#day);
    this.#writer = await createDayWriter(path, this.#denseFeatures);
  }

  async #endDay(): Promise<void> {
    const isEmpty = this.impressionsPerDay[this.#day - 1] === 0;
    if (isEmpty) await this.#writer?.write(cut(this.#batch, 0)); // an empty day's file has a schema too
    await this.#writer?.close();
    this.#writer = undefined;
  }

  async #flush(): Promise<void> {
    if (this.#size === 0) return;
    await this.#writer?.write(cut(this.#batch, this.#size));
    this.impressionsPerDay[this.#day - 1] += this.#size;
    this.#size = 0;
    // The file writer may still hold the arrays.
    this.#batch = createBatch(this.#denseFeatures.length);
  }
}

function createBatch(numDense: number): WritableBatch {
  return {
    userIndex: new Int32Array(BATCH_ROWS),
    itemIndex: new Int32Array(BATCH_ROWS),
    timeMs: new Float64Array(BATCH_ROWS),
    label: new Uint8Array(BATCH_ROWS),
    dense: Array.from({ length: numDense }, () => new Float32Array(BATCH_ROWS)),
  };
}

function cut(batch: ImpressionBatch, size: number): ImpressionBatch {
  return {
    userIndex: batch.userIndex.subarray(0, size),
    itemIndex: batch.itemIndex.subarray(0, size),
    timeMs: batch.timeMs.subarray(0, size),
    label: batch.label.subarray(0, size),
    dense: batch.dense.map((values) => values.subarray(0, size)),
  };
}
