// What learns, whatever it is: what the command and the training loop know of it.
import type { Catalog } from '../data/catalog/open-catalog.ts';
import type { Database } from '../data/duckdb.ts';
import type { PairRows } from '../pairs/pair-table.ts';
import type { PairSplit } from '../pairs/split-pairs.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { ShouldStop } from '../util/signals.ts';
import type { PairSource } from './pair-source.ts';
import type { ContrastiveTrainer } from './trainer.ts';

/** Encoders or heads, opened. */
export interface OpenedLearner {
  /** Files that decide what comes out, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly readPairs: (reading: CatalogReading) => Promise<ReadPairs>;
  readonly dispose: () => void;
}

export interface CatalogReading {
  readonly database: Database;
  readonly catalog: Catalog;
  /** Of the run, for what pairs need while they are used. */
  readonly folder: string;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/** The pairs of a catalog. */
export interface ReadPairs {
  readonly rows: PairRows;
  /** Pairs whose text is longer than the model takes. */
  readonly numCut: number;
  readonly learn: (split: PairSplit) => Learner;
  readonly close: () => void;
}

/** What is trained, and on what. */
export interface Learner {
  readonly trainer: ContrastiveTrainer;
  readonly source: PairSource;
  /** Writes the model as it is now. */
  readonly write: (folder: string) => Promise<void>;
  /** Once training is done: what else stands beside the best model. @param folder that holds it */
  readonly finish: (folder: string) => Promise<void>;
}
