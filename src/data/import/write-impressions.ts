// Clicks and sampled non-clicks in time order.
import { NegativeSampler } from '../negatives/negative-sampler.ts';
import type { NegativeRule } from '../negatives/negative-sampler.ts';
import { StandingProbe } from '../negatives/standing-probe.ts';
import type { Rng } from '../../util/rng.ts';
import type { DayFiles } from './day-files.ts';
import type { EventGroup } from './event-groups.ts';

/** What happened while clicks became impressions. */
export interface ClickCounts {
  clicks: number;
  /** The same user, item and instant again. */
  duplicates: number;
  negatives: number;
  /** Clicks with fewer negatives than wanted, since there are too few items. */
  clicksWithFewer: number;
  /** Of those, clicks with none. */
  clicksWithNone: number;
}

/**
 * Turns a click log's groups into impressions: each click among its negatives, in random order. A user's
 * clicks of one instant must stand together, in item order.
 */
export class ClickWriter {
  readonly counts: ClickCounts = {
    clicks: 0,
    duplicates: 0,
    negatives: 0,
    clicksWithFewer: 0,
    clicksWithNone: 0,
  };
  /** Watches what is written. */
  readonly probe: StandingProbe;
  readonly #days: DayFiles;
  readonly #sampler: NegativeSampler;
  readonly #rng: Rng;
  readonly #numDense: number;
  readonly #negatives: Int32Array;

  constructor(
    days: DayFiles,
    options: { numItems: number; numDense: number; rule: NegativeRule; rng: Rng },
  ) {
    this.#days = days;
    this.probe = new StandingProbe(options.numItems, options.rule.windowHours);
    this.#sampler = new NegativeSampler(options.numItems, options.rule, options.rng.split('items'));
    this.#rng = options.rng.split('order');
    this.#numDense = options.numDense;
    this.#negatives = new Int32Array(options.rule.perClick);
  }

  async write(group: EventGroup): Promise<void> {
    const { timeMs, size, user, item } = group;
    this.#sampler.advanceTo(timeMs);
    let start = 0;
    for (let row = 0; row < size; row++) {
      if (row === 0 || user[row] !== user[start]) {
        start = row;
        let end = row + 1;
        while (end < size && user[end] === user[row]) end += 1;
        this.#sampler.exclude(item, start, end);
      } else if (item[row] === item[row - 1]) {
        this.counts.duplicates += 1;
        continue;
      }
      const numNegatives = this.#draw(item[row]);
      const clickAt = this.#rng.int(numNegatives + 1);
      for (let i = 0; i <= numNegatives; i++) {
        if (this.#days.needsRoom(timeMs)) await this.#days.makeRoom(timeMs);
        const shown = i === clickAt ? item[row] : this.#negatives[i < clickAt ? i : i - 1];
        const label = i === clickAt ? 1 : 0;
        this.#days.add(user[row], shown, timeMs, label, group.dense, row * this.#numDense);
        this.probe.add(shown, timeMs, label, this.#days.day);
      }
    }
    for (let row = 0; row < size; row++) {
      const isRepeat = row > 0 && user[row] === user[row - 1] && item[row] === item[row - 1];
      if (!isRepeat) this.#sampler.add(item[row], timeMs);
    }
  }

  #draw(clicked: number): number {
    const drawn = this.#sampler.draw(clicked, this.#negatives);
    this.counts.clicks += 1;
    this.counts.negatives += drawn;
    if (drawn < this.#negatives.length) this.counts.clicksWithFewer += 1;
    if (drawn === 0 && this.#negatives.length > 0) this.counts.clicksWithNone += 1;
    return drawn;
  }
}

/** Writes a labeled log's group as it is; the order within an instant is random, so that it tells nothing. */
export async function writeLabeledGroup(
  days: DayFiles,
  group: EventGroup,
  numDense: number,
  rng: Rng,
): Promise<void> {
  const order = Int32Array.from({ length: group.size }, (_, row) => row);
  if (group.size > 1) rng.shuffle(order);
  for (const row of order) {
    if (days.needsRoom(group.timeMs)) await days.makeRoom(group.timeMs);
    days.add(
      group.user[row],
      group.item[row],
      group.timeMs,
      group.label[row],
      group.dense,
      row * numDense,
    );
  }
}
