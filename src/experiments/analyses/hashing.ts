// Audit of a run's table.
import { countSharedRows, measureRowUsage } from '../../metrics/row-usage.ts';
import type { RowUsage } from '../../metrics/row-usage.ts';
import { UserError } from '../../util/errors.ts';
import { runOf } from './analysis.ts';
import type { Analysis } from './analysis.ts';

/**
 * What `mod H` does to a run's table: which rows are used, and why look-ups of different items meet in one.
 * Items that have the same token meet because the codes say that they are alike (semantic); different
 * tokens that land in one row meet by accident, and tokens of different positions may. Every figure stands
 * for items, and under shown_ for items weighed by impressions on the training days.
 */
export const hashing: Analysis = {
  title: 'rows of the table: used, clashing, shared by accident or meaning',
  meaning: {
    rows: 'H, rows of the table',
    tokens_per_item: 'J, rows that are added up for an item',
    tokens: 'different tokens that items have, over all positions',
    rows_used: 'rows that some item uses',
    rows_used_share: 'share of the rows',
    items_per_row: 'items that use a used row, mean',
    most_items_per_row: 'items that use the busiest row',
    busiest: 'share of look-ups that go to one row',
    clashing: 'share of look-ups in rows that tokens of several positions use',
    accidental: 'share of look-ups in rows that different tokens use',
    semantic: 'share of look-ups whose token another item has too',
    identical: 'share of items that have all rows in common with another',
    identical_by_accident: 'share of items that have all rows in common with one of other tokens',
    shown_tokens: 'different tokens of items that were shown',
    shown_rows_used: 'rows that items that were shown use',
    shown_rows_used_share: 'share of the rows',
    shown_items_per_row: 'items that were shown and use a used row, mean',
    shown_most_items_per_row: 'items that were shown and use the busiest row',
    shown_busiest: 'share of the look-ups of impressions that go to one row',
    shown_clashing: 'clashing, by impressions',
    shown_accidental: 'accidental, by impressions and among items that were shown',
    shown_semantic: 'semantic, by impressions and among items that were shown',
    shown_identical: 'share of impressions of items that have all rows in common with another',
    shown_identical_by_accident: 'the same, with one of other tokens',
  },
  settings: {},
  needs: 'run',
  async measure(input) {
    const run = runOf(input, 'hashing');
    if (input.sids !== undefined && (run.config.sids ?? input.sids) !== input.sids) {
      throw new UserError(`hashing looks at the semantic IDs of ${run.folder}; leave out --sids`);
    }
    const { readLookups } = await import('../read-lookups.ts');
    const { countOfRun } = await import('../read-items.ts');
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
  },
};

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
