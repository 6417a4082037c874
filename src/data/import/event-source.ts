// What differs between data sets: SQL.
import type { NegativeRule } from '../negatives/negative-sampler.ts';
import type { FeatureSql } from '../queries/time-features.ts';
import type { TimeZone } from '../queries/time-zone.ts';

/**
 * A data set as SQL. What differs between data sets is here; the day cut, coverage, negatives and files
 * are the same for all (`import-corpus.ts`).
 */
export interface EventSource {
  /** `CorpusInfo.source`. */
  readonly name: string;
  /**
   * One row for each row of the log, in file order, with columns
   * user_id and item_id (BIGINT or VARCHAR), time_ms (BIGINT, UTC), drop_reason (VARCHAR; NULL for an event
   * that counts), what the features need, and in a labeled log label (0, 1 or NULL if neither) and
   * label_text.
   */
  readonly eventsSql: string;
  /** The log's file or files, for messages. */
  readonly eventsPath: string;
  /** item_id, of the type it has in the events, embedding (FLOAT[]), and row (of the file, from 1). */
  readonly embeddingsSql: string;
  readonly embeddingsPath: string;
  /** What users clicked before the log, where it says so. */
  readonly histories?: HistorySource;
  /** What is known of items beside their content, where the data set says so. */
  readonly categories?: CategorySource | undefined;
  /** False: every row is a click, and negatives are sampled. */
  readonly hasLabels: boolean;
  denseFeatures(zone: TimeZone): readonly FeatureSql[];
  /** Files by name, for run.json. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Source, license and the like, for `CorpusInfo.notes`. */
  readonly notes: Readonly<Record<string, unknown>>;
}

/** Lists of earlier clicks as SQL: of each impression, or of each user in a file of its own. */
export interface HistorySource {
  /**
   * Columns user_id and items (a list of ids, oldest click first), of the types that they have in the
   * events; time_ms (BIGINT), the time of the impression that has this history, or NULL where no
   * impression has it; clicked_ms (BIGINT[]), the times of the clicks, or NULL where they are not known.
   */
  readonly sql: string;
  /** For messages. */
  readonly path: string;
}

/** Categories of items as SQL. */
export interface CategorySource {
  readonly names: readonly string[];
  /** item_id, of the type it has in the events, row (of the file, from 1), and c0, c1 ... (VARCHAR), one for each name. */
  readonly sql: string;
  /** For messages. */
  readonly path: string;
}

/** What the user may choose of any import. */
export interface ImportOptions {
  /** IANA name or offset: where a day begins. */
  readonly timeZone: string;
  /** Length of a corpus day in hours; day 1 begins at the first event's local midnight. */
  readonly dayHours: number;
  /** Days of the log to take, counted from 1; all when undefined. They become days 1, 2 ... */
  readonly days?: { readonly from: number; readonly to: number };
  /** What happens to events whose item has no embedding. */
  readonly uncovered: 'drop' | 'keep';
  /** Which items the corpus lists: all with an embedding, or those seen in the days taken. */
  readonly catalog: 'all' | 'seen';
  /** For click logs. */
  readonly negatives: NegativeRule;
  readonly seed: number;
}
