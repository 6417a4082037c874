// What a module is.
import type { Kernels } from '../../kernels/kernels.ts';
import type { Scratch } from '../../kernels/scratch.ts';
import type { Gradient, Parameter } from '../../nn/parameter.ts';
import type { Rng } from '../../util/rng.ts';

/**
 * Buckets of the learned timestamp embedding, log-spaced: floor(log2(milliseconds)), between 0 and 35; 2^35 ms is
 * about a year. The kernels find an age's bucket.
 */
export const NUM_AGE_BUCKETS = 36;

/** The clicks of a batch: which item, how long ago. Arrays lie in the kernels' memory. */
export interface HistoryBatch {
  /** Embeddings of the batch's distinct items. */
  readonly items_UM: Float32Array;
  /** Item numbers (into `items_UM`), oldest first; only the first `lengths_B[b]` of a row count. */
  readonly index_BT: Int32Array;
  readonly lengths_B: Int32Array;
  /** Milliseconds before the impression; laid out as `index_BT`. */
  readonly agesMs_BT: Float32Array;
}

/** Turns a user's clicks into one vector (Zheng 2025, section 3, user history module). */
export interface HistoryModule {
  readonly parameters: readonly Parameter[];
  forward(batch: HistoryBatch): HistoryPass;
}

/** One forward pass, and the way back from it. */
export interface HistoryPass {
  /** A user without clicks gets zeros. In the kernels' memory, until the next batch. */
  readonly history_BM: Float32Array;
  /**
   * The gradients to the parameters; those to the items are added to `itemGradient_UM`.
   *
   * @param gradient_BM of the loss to `history_BM`, in the kernels' memory
   */
  backward(gradient_BM: Float32Array, itemGradient_UM: Float32Array): Gradient[];
  /** Who attended to whom; undefined where the module has no attention. Until the next batch. */
  readonly attention?: () => AttentionMap;
}

/** Attention of a batch, for Table 7 of Zheng 2025. Padding is masked: it gets 0. */
export interface AttentionMap {
  /** Clicks ask about one another (Q = T), or learned seeds ask about the clicks. */
  readonly queries: 'clicks' | 'seeds';
  /** Q: T, or the seeds of PMA. */
  readonly numQueries: number;
  /** Rows sum to 1 over an example's clicks, oldest first; rows of queries that are no click are 0. */
  readonly attention_BQT: Float32Array;
}

export interface HistoryModuleInput {
  /** M */
  readonly width: number;
  /** T */
  readonly historyLength: number;
  readonly rng: Rng;
  readonly kernels: Kernels;
  /** The module's own. */
  readonly scratch: Scratch;
}
