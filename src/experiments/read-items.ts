// Ids, codes and counts of items.
import { corpusPath, readCorpusInfo } from '../artifacts/corpus.ts';
import { readIds } from '../artifacts/id-file.ts';
import { codesInOrder, readSemanticIds } from '../artifacts/semantic-ids.ts';
import type { Codes } from '../sid/fold-rows.ts';
import type { Ids } from '../util/ids.ts';
import type { ProgressListener } from '../util/progress.ts';
import { countByItem } from './count-by-item.ts';
import type { DayRange, ItemCounts } from './count-by-item.ts';
import type { RankerRun } from './ranker-run.ts';

/** The data set's own ids, in the order of itemIndex. */
export function readItemIds(corpus: string): Promise<Ids> {
  return readIds(corpusPath(corpus, 'items.arrow'), 'item_id');
}

/** Every item's codes, in the order of itemIndex. @throws UserError if one has none */
export async function readItemCodes(itemIds: Ids, sidsFile: string): Promise<Codes> {
  const sids = await readSemanticIds(sidsFile);
  const { levels, codebookSizes } = sids;
  return { codes_NL: codesInOrder(sids, itemIds, sidsFile), levels, codebookSizes };
}

/** Counts over the days that a run was trained on, or over all days of the corpus. */
export function countOfRun(
  corpus: string,
  run: RankerRun | undefined,
  onProgress: ProgressListener,
): Promise<ItemCounts> {
  return countByItem(corpus, daysOf(corpus, run), onProgress);
}

function daysOf(corpus: string, run: RankerRun | undefined): DayRange {
  if (run !== undefined) return { fromDay: run.firstDay, toDay: run.lastDay };
  return { fromDay: 1, toDay: readCorpusInfo(corpus).numDays };
}
