// The settings.
import type { EmbedName } from '../../sid/strategies.ts';
import type { HistoryName } from '../history/history-names.ts';
import type { TableOptimizerName } from '../sparse/table-optimizer.ts';

/** How a ranker is built and trained (Zheng 2025, section 3). Every field stands in the run record. */
export interface RankerConfig {
  /** The ID-embedding strategy. */
  readonly embed: EmbedName;
  /** Longest prefix of `prefix`; null: all levels. Paper: 3 offline, 5 in production. */
  readonly depth: number | null;
  /** H: rows of the table; null: by the collision factor. */
  readonly rows: number | null;
  /** Items over rows. Paper: 3 (5 for the representation analysis). */
  readonly collisionFactor: number;
  /** The user-history module. */
  readonly history: HistoryName;
  /** T: clicks of history at most. Paper: O(100). */
  readonly historyLength: number;
  /** d_m (M): width of the item embedding and of every vector that interacts; a multiple of 4. */
  readonly modelWidth: number;
  /** Hidden layers of the MLP on the dense features. */
  readonly denseHidden: readonly number[];
  /** Hidden layers of the MLP on the interactions. */
  readonly topHidden: readonly number[];
  /** B */
  readonly batchSize: number;
  /** Optimiser of the dense weights. */
  readonly optimizer: 'adagrad' | 'adam' | 'sgd';
  readonly learningRate: number;
  readonly tableOptimizer: TableOptimizerName;
  readonly tableLearningRate: number;
  /**
   * Standard deviation of a fresh item embedding. A row gets this over sqrt(J), so that all strategies
   * begin alike.
   */
  readonly initialScale: number;
  /** Share of user-days that no model trains on. */
  readonly heldOutShare: number;
  /** Seed of the held-out share: the same for all trials that are compared. */
  readonly heldOutSeed: number;
  readonly seed: number;
}

export const DEFAULT_RANKER_CONFIG: RankerConfig = {
  embed: 'prefix',
  depth: null,
  rows: null,
  collisionFactor: 3,
  history: 'bypass',
  historyLength: 50,
  modelWidth: 32,
  denseHidden: [64],
  topHidden: [64, 32],
  batchSize: 1024,
  optimizer: 'adagrad',
  learningRate: 0.02,
  tableOptimizer: 'adagrad',
  tableLearningRate: 0.02,
  initialScale: 0.02,
  heldOutShare: 0.1,
  heldOutSeed: 1,
  seed: 1,
};
