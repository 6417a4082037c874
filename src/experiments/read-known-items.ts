// Which items a quantizer has seen: those shown on given days.
import { assertDayInCorpus, readCorpusInfo } from '../artifacts/corpus.ts';
import { setting, UserError } from '../util/errors.ts';
import { idAt } from '../util/ids.ts';
import type { Ids } from '../util/ids.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { DayRange } from '../schema/list-kinds.ts';
import { countByItem, trueCounts } from './count-by-item.ts';
import { readItemIds } from './read-items.ts';

/**
 * The places in `itemIds` of the items that were shown on some days, ascending; where non-clicks are sampled, of those
 * clicked there.
 *
 * @throws UserError for days that the corpus lacks, or on which none of them was shown
 */
export async function readKnownItems(
  corpus: string,
  { from, to }: DayRange,
  itemIds: Ids,
  onProgress: ProgressListener,
): Promise<Int32Array> {
  assertDayInCorpus(readCorpusInfo(corpus), to, setting('days'));
  const counts = await countByItem(corpus, { fromDay: from, toDay: to }, onProgress);
  const ofCorpus = await readItemIds(corpus);
  const shown = new Set<number | string>();
  trueCounts(counts).forEach((count, item) => {
    if (count > 0) shown.add(idAt(ofCorpus, item));
  });
  const places = Int32Array.from({ length: itemIds.length }, (_, place) => place);
  const known = places.filter((place) => shown.has(idAt(itemIds, place)));
  if (known.length > 0) return known;
  throw new UserError(`no item with an embedding was shown on days ${from}-${to}; give other days`);
}
