// Semantic IDs out of a file: ours, or somebody else's.
import { readSemanticIds } from '../artifacts/semantic-ids.ts';
import type { SemanticIds } from '../artifacts/semantic-ids.ts';
import { withDatabase } from '../data/duckdb.ts';
import { readCodes } from '../interchange/codes/read-codes.ts';
import { nameSettings, UserError } from '../util/errors.ts';

/** Codes as they are inspected. */
export interface CodesOfFile extends SemanticIds {
  /** The file does not say them: the highest code of each level and one. */
  readonly areSizesInferred: boolean;
}

const OF_OTHERS = /\.(parquet|pq|csv|tsv|txt|jsonl|ndjson|json|safetensors)(\.gz|\.zst)?$/i;
const GUESSED = { id: null, columns: null, levels: null, codebookSizes: null };

/**
 * Reads a sids.arrow, or a table of codes from elsewhere whose columns have usual names.
 *
 * @throws UserError naming file, row and what is wrong
 */
export async function readCodesFile(path: string): Promise<CodesOfFile> {
  if (!OF_OTHERS.test(path)) {
    return { ...(await readSemanticIds(path)), areSizesInferred: false };
  }
  try {
    return await withDatabase({}, (database) => readCodes(database, { codes: path, ...GUESSED }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Inspection has no such settings.
    throw new UserError(
      nameSettings(
        error.message,
        (key) => `"${key}" of sid import codes, which makes a sids.arrow`,
      ),
    );
  }
}
