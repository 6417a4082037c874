// Hierarchical navigable small worlds: nearest items by a walk over a graph, most of them right.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InterruptedError, setting } from '../util/errors.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { ShouldStop } from '../util/signals.ts';
import type { UnitRows } from './unit-rows.ts';
import { loadUsearch } from './usearch.ts';
import type { UsearchIndex } from './usearch.ts';

/** How a graph is made and walked. */
export interface HnswSettings {
  /** Edges of an item. */
  readonly connectivity: number;
  /** Candidates looked at when an item is added, and when one is searched. */
  readonly expansionAdd: number;
  readonly expansionSearch: number;
}

/** Told how far long work is, and asked whether to go on. */
export interface Watch {
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/** Added between two questions whether to stop. The graph depends on it; it stays as it is. */
const ITEMS_AT_A_TIME = 256;

/** Another number of threads would give another graph each time. */
const THREADS = 1;

/** A graph of all items. */
export class HnswIndex {
  readonly #index: UsearchIndex;

  private constructor(index: UsearchIndex) {
    this.#index = index;
  }

  /**
   * Adds the items in their order, with one thread: the same items give the same graph, on one kind of processor.
   *
   * @throws InterruptedError
   * @throws UserError if the optional packages are not installed
   * @see Malkov & Yashunin 2018 (Efficient and robust approximate nearest neighbor search using HNSW graphs)
   */
  static async build(
    { rows_ND, width }: UnitRows,
    { connectivity, expansionAdd, expansionSearch }: HnswSettings,
    { onProgress, shouldStop }: Watch,
  ): Promise<HnswIndex> {
    const { Index } = loadUsearch();
    const index = new Index({
      dimensions: width,
      // Of rows of length 1 it orders as the cosine does.
      metric: 'ip',
      quantization: 'f32',
      connectivity,
      expansion_add: expansionAdd,
      expansion_search: expansionSearch,
      multi: false,
    });
    const total = rows_ND.length / width;
    for (let start = 0; start < total; start += ITEMS_AT_A_TIME) {
      const end = Math.min(start + ITEMS_AT_A_TIME, total);
      const keys = BigUint64Array.from({ length: end - start }, (_, i) => BigInt(start + i));
      index.add(keys, rows_ND.subarray(start * width, end * width), THREADS);
      onProgress({ stage: 'building the index', done: end, total, unit: 'items' });
      await nextTurn();
      if (shouldStop()) throw new InterruptedError(`add ${setting('resume')} to go on`);
    }
    return new HnswIndex(index);
  }

  /** Items near to a vector of length 1, nearest first; fewer than `count` where the walk reaches no more. */
  nearest(vector: Float32Array, count: number): Int32Array {
    return Int32Array.from(this.#index.search(vector, count, THREADS).keys, Number);
  }

  /** In usearch's own format; keys are rows of the embeddings, from 0. */
  save(path: string): void {
    this.#index.save(path);
  }
}
