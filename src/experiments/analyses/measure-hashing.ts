// Audit of a run's table.
import { countSharedRows, measureRowUsage } from '../../metrics/row-usage.ts';
import type { RowUsage } from '../../metrics/row-usage.ts';
import { setting, UserError } from '../../util/errors.ts';
import { countOfRun } from '../read-items.ts';
import { readLookups } from '../read-lookups.ts';
import { runOf } from './analysis-input.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';

/**
 * What `mod H` does to a run's table: which rows are used, and why look-ups of different items meet in one.
 * Items that have the same token meet because the codes say that they are alike (semantic); different
 * tokens that land in one row meet by accident, and tokens of different positions may. Every figure stands
 * for items, and under shown_ for items weighed by impressions on the training days.
 */
export async function measureHashing(input: AnalysisInput): Promise<AnalysisResult<'hashing'>> {
  const run = runOf(input, 'hashing');
  if (input.sids !== undefined && (run.config.sids ?? input.sids) !== input.sids) {
    throw new UserError(
      `hashing looks at the semantic IDs of ${run.folder}; leave out ${setting('sids')}`,
    );
  }
  const { lookups, positions } = await readLookups(run);
  const { impressions_N } = await countOfRun(run.corpus, run, input.onProgress);
  const { numRows, tokensPerItem } = lookups;
  return {
    figures: {
      rows: numRows,
      tokens_per_item: tokensPerItem,
      ...toFigures(measureRowUsage(lookups), numRows, ''),
      ...toFigures(measureRowUsage(lookups, impressions_N), numRows, 'shown_'),
    },
    detail: { embed: run.embed, positions, shared_rows: countSharedRows(lookups) },
  };
}

function toFigures(usage: RowUsage, numRows: number, prefix: string): Record<string, number> {
  return {
    [`${prefix}tokens`]: usage.tokens,
    [`${prefix}rows_used`]: usage.rowsUsed,
    [`${prefix}rows_used_share`]: usage.rowsUsed / numRows,
    [`${prefix}items_per_row`]: usage.itemsPerRow,
    [`${prefix}most_items_per_row`]: usage.mostItemsPerRow,
    [`${prefix}busiest`]: usage.busiest,
    [`${prefix}clashing`]: usage.clashing,
    [`${prefix}accidental`]: usage.accidental,
    [`${prefix}semantic`]: usage.semantic,
    [`${prefix}identical`]: usage.identical,
    [`${prefix}identical_by_accident`]: usage.identicalByAccident,
  };
}
