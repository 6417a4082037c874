// What a kept model was trained on, by item.
import { isHeldOut } from '../data/held-out.ts';
import type { ProgressListener } from '../util/progress.ts';
import { countByItem } from './count-by-item.ts';
import type { ItemCounts } from './count-by-item.ts';
import type { RankerRun } from './ranker-run.ts';

/** How often each item was shown and clicked in what a run's model of `modelDay` was trained on: nothing held out. */
export function countTrained(
  { corpus, firstDay, config }: RankerRun,
  modelDay: number,
  onProgress: ProgressListener,
): Promise<ItemCounts> {
  const [share, seed] = [Number(config.heldOutShare), Number(config.heldOutSeed)];
  const isTrainedOn = (user: number, day: number): boolean => !isHeldOut(user, day, share, seed);
  return countByItem(corpus, { fromDay: firstDay, toDay: modelDay }, onProgress, isTrainedOn);
}
