// Files that hold somebody's codes, as rows of ids and codes.
import type { SqlValue } from '../../data/duckdb.ts';

/** Ids and codes as they stand in a file, not looked at yet. */
export interface CodeSource {
  /** In words where the codes stand, for messages: `column "published_codes"`. */
  readonly where: string;
  /** Whether the user can choose where. */
  readonly hasColumns: boolean;
  /** Codes of each level, where the file says them. */
  readonly codebookSizes?: readonly number[];
  /** In the order of the file, some at a time. */
  readonly rows: AsyncIterable<readonly CodeRow[]>;
}

export interface CodeRow {
  readonly id: SqlValue;
  readonly codes: SqlValue;
}
