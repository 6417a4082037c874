// What the log says of each item.
import { binaryEntropy } from '../../metrics/normalized-entropy.ts';
import { Growable } from '../../util/growable.ts';
import { DRIFT_DAYS } from './item-life.ts';
import type { DrawnBatch } from './world.ts';

/** The day whose popularity is compared with day 1's. */
export const LATER_DAY = 1 + DRIFT_DAYS;

/** What the written log says of each item, counted batch by batch; memory grows with the items only. */
export class LogCounts {
  /** By item: */
  readonly impressions = new Growable(new Float64Array(0));
  /** Days counted from 1; 0 for an item that was never shown. */
  readonly firstDay = new Growable(new Int32Array(0));
  readonly lastDay = new Growable(new Int32Array(0));
  readonly onDay1 = new Growable(new Int32Array(0));
  readonly onLaterDay = new Growable(new Int32Array(0));
  /** Sum of the true click probabilities. */
  readonly probability = new Growable(new Float64Array(0));

  numImpressions = 0;
  numClicks = 0;
  lastDayNumber = 0;
  /** Expected log loss (nats) of the true probabilities, summed over impressions. */
  sumEntropy = 0;

  /** Items of the log by number, without those that nobody was shown. */
  itemsShown(): Int32Array {
    const all = Int32Array.from({ length: this.impressions.length }, (_, item) => item);
    return all.filter((item) => this.impressions.values[item] > 0);
  }

  /** @param numItems of the world so far, above every item index of the batch */
  add({ impressions, probability }: DrawnBatch, day: number, numItems: number): void {
    const { itemIndex, label } = impressions;
    const columns = [this.impressions, this.firstDay, this.lastDay];
    for (const column of [...columns, this.onDay1, this.onLaterDay, this.probability]) {
      column.extend(numItems);
    }
    const counts = this.impressions.values;
    const firstDay = this.firstDay.values;
    const lastDay = this.lastDay.values;
    const sums = this.probability.values;
    const onThisDay = day === 1 ? this.onDay1.values : this.onLaterDay.values;
    const isCounted = day === 1 || day === LATER_DAY;
    for (let i = 0; i < itemIndex.length; i++) {
      const item = itemIndex[i];
      counts[item] += 1;
      if (firstDay[item] === 0) firstDay[item] = day;
      lastDay[item] = day;
      if (isCounted) onThisDay[item] += 1;
      sums[item] += probability[i];
      this.sumEntropy += binaryEntropy(probability[i]);
      this.numClicks += label[i];
    }
    this.numImpressions += itemIndex.length;
    this.lastDayNumber = day;
  }
}
