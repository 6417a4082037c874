import { BLOCKS_PER_DAY } from './world-config.ts';
import type { WorldConfig } from './world-config.ts';
import { HEAD_ITEMS, TORSO_ITEMS } from './popularity-law.ts';
import type { DrawnBatch } from './world.ts';

/** One fact of Zheng 2025 or one setting, as wanted and as the written log has it. */
export interface WorldFact {
  readonly fact: string;
  readonly unit: '%' | 'items' | '';
  /** Undefined: nothing in particular. */
  readonly wanted: number | undefined;
  /** NaN where the log is too small to tell. */
  readonly drawn: number;
}

/** After so many days half of the items are gone (Zheng 2025). */
const GONE_AFTER_DAYS = 6;
/** An item with so many impressions on a day would be seen some days later if it lived. */
const SEEN_OFTEN = 50;

/** Counts what a log holds, batch by batch. Memory grows with items and days, not with the log. */
export class FactMeter {
  readonly #config: WorldConfig;
  /** Impressions of each item on each day. */
  readonly #days: Uint32Array[] = [];
  /** Items born by the end of each day; an item's number is its rank of birth. */
  readonly #bornBy: number[] = [];
  #impressions = 0;
  #clicks = 0;
  #logLoss = 0;

  constructor(config: WorldConfig) {
    this.#config = config;
  }

  /** @param numItems born so far */
  add(day: number, { impressions, probability }: DrawnBatch, numItems: number): void {
    const counts = this.#countsOf(day, numItems);
    this.#bornBy[day - 1] = numItems;
    const { itemIndex, label } = impressions;
    for (let i = 0; i < label.length; i++) {
      counts[itemIndex[i]] += 1;
      this.#clicks += label[i];
      this.#logLoss -= Math.log(label[i] === 1 ? probability[i] : 1 - probability[i]);
    }
    this.#impressions += label.length;
  }

  facts(): WorldFact[] {
    const { halfLifeDays, meanCtr, days } = this.#config;
    const [head, torso] = this.#topShares();
    const percent = (fact: string, wanted: number | undefined, drawn: number): WorldFact => {
      return { fact, unit: '%', wanted, drawn };
    };
    const gone = 100 * (1 - 2 ** (-GONE_AFTER_DAYS / halfLifeDays));
    const isLong = days > GONE_AFTER_DAYS;
    const turnover = isLong ? this.#turnover() : { gone: NaN, born: NaN };
    return [
      percent('impressions of the top 0.1 % of items', 25, head),
      percent('impressions of the next 5.5 %', 50, torso - head),
      percent('impressions of the last 94.4 %', 25, 100 - torso),
      percent(`items gone ${GONE_AFTER_DAYS} days later`, gone, turnover.gone),
      percent(`items born in the last ${GONE_AFTER_DAYS} days`, gone, turnover.born),
      percent('clicks', 100 * meanCtr, (100 * this.#clicks) / this.#impressions),
      {
        fact: 'NE of the true click probability',
        unit: '',
        wanted: undefined,
        drawn: this.#bestNe(),
      },
      { fact: 'items in the log', unit: 'items', wanted: undefined, drawn: this.#total().length },
    ];
  }

  #countsOf(day: number, numItems: number): Uint32Array {
    const counts = this.#days[day - 1] as Uint32Array | undefined;
    if (counts !== undefined && counts.length >= numItems) return counts;
    // Births change little within a day: room for all of its blocks.
    const room = Math.ceil(numItems * (1 + 1 / BLOCKS_PER_DAY));
    const grown = new Uint32Array(room);
    if (counts !== undefined) grown.set(counts);
    this.#days[day - 1] = grown;
    return grown;
  }

  /** Impressions of the items that have any, over the whole log, the most first. */
  #total(): Float64Array {
    const sums = new Float64Array(Math.max(0, ...this.#days.map((counts) => counts.length)));
    for (const counts of this.#days) counts.forEach((count, item) => (sums[item] += count));
    return sums
      .filter((count) => count > 0)
      .sort()
      .reverse();
  }

  /** Percent of impressions of the head, and of head and torso together; items of the cut count in part. */
  #topShares(): [number, number] {
    const counts = this.#total();
    const ofTop = (share: number): number => {
      const top = share * counts.length;
      const whole = Math.floor(top);
      const sum = counts.subarray(0, whole).reduce((total, count) => total + count, 0);
      return (100 * (sum + (top - whole) * (counts[whole] ?? 0))) / this.#impressions;
    };
    return [ofTop(HEAD_ITEMS), ofTop(TORSO_ITEMS)];
  }

  /**
   * Percent of the items shown often on a day that are not shown days later (an item with few impressions may
   * be absent by chance), and of the items shown on a day that were born in the days before.
   */
  #turnover(): { gone: number; born: number } {
    const sums = { often: 0, absent: 0, shown: 0, young: 0 };
    for (let day = 0; day + GONE_AFTER_DAYS < this.#days.length; day++) {
      const later = this.#days[day + GONE_AFTER_DAYS];
      this.#days[day].forEach((count, item) => {
        if (count < SEEN_OFTEN) return;
        sums.often += 1;
        if (later[item] === 0) sums.absent += 1;
      });
      later.forEach((count, item) => {
        if (count === 0) return;
        sums.shown += 1;
        if (item >= this.#bornBy[day]) sums.young += 1;
      });
    }
    return { gone: (100 * sums.absent) / sums.often, born: (100 * sums.young) / sums.shown };
  }

  #bestNe(): number {
    const rate = this.#clicks / this.#impressions;
    const entropy = -(rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate));
    return this.#logLoss / this.#impressions / entropy;
  }
}
