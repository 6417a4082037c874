// How well the standing of an item alone tells clicks.
import { logLossOf } from '../../metrics/log-loss.ts';
import { neOf } from '../../metrics/normalized-entropy.ts';
import { ClickWindow } from './click-window.ts';

/** What the probe's tables know; `all` knows the four before it together, `share` is of the window's clicks. */
export const STANDING_FEATURES = [
  'in_window',
  'clicks',
  'age',
  'impressions',
  'all',
  'share',
] as const;
export type StandingFeature = (typeof STANDING_FEATURES)[number];

export interface StandingProbeResult {
  /** NE by what is known, over all days but the first; null where those have but one label, or none. */
  readonly ne: Readonly<Record<StandingFeature, number>> | null;
  /** Items' first impressions, and those of them that are clicks. */
  readonly first_impressions: number;
  readonly first_impressions_clicked: number;
}

/** The NE of the feature that tells most; undefined where none was measured. */
export function lowestNe({ ne }: StandingProbeResult): number | undefined {
  return ne === null ? undefined : Math.min(...Object.values(ne));
}

/** Impressions at the mean rate that each cell begins with. */
const PRIOR = 20;
/** More than any feature has values. */
const MOST_VALUES = 64;
const NEVER = MOST_VALUES - 1;

/** What is known of a cell at the beginning of the day, and what the day adds. */
interface Cell {
  impressions: number;
  clicks: number;
  newImpressions: number;
  newClicks: number;
}

/**
 * Predicts the label by how the item stands before the impression: clicked within the window or not, how often,
 * how long ago last, how often shown so far. Each of them, all together, and the item's share of the window's clicks has a table of click rates by which
 * a day is predicted before it enters the table. It knows neither the item nor the user. Its bins are finer than the
 * sampler's, and it counts impressions, which the sampler does not.
 *
 * Impressions come in time order, an instant's together; what happens at an instant counts for later ones.
 */
export class StandingProbe {
  readonly #windowMs: number;
  readonly #window: ClickWindow;
  readonly #lastMs_N: Float64Array;
  readonly #impressions_N: Int32Array;
  readonly #tables = STANDING_FEATURES.map(() => new Map<number, Cell>());
  readonly #logLoss = new Float64Array(STANDING_FEATURES.length);
  readonly #total = emptyCell();
  readonly #tested = { impressions: 0, clicks: 0 };
  #day = 1;
  #timeMs = -Infinity;
  /** Of this instant. */
  #shown: number[] = [];
  #clicked: number[] = [];
  #firstImpressions = 0;
  #firstClicks = 0;

  constructor(numItems: number, windowHours: number) {
    this.#windowMs = windowHours * 3_600_000;
    this.#window = new ClickWindow(numItems);
    this.#lastMs_N = new Float64Array(numItems).fill(NaN);
    this.#impressions_N = new Int32Array(numItems);
  }

  /** @param day counted from 1, never before the day of the impression before */
  add(item: number, timeMs: number, label: number, day: number): void {
    if (timeMs > this.#timeMs) this.#advanceTo(timeMs);
    if (day > this.#day) this.#endDay(day);
    const values = this.#standingOf(item);
    const rate = this.#total.impressions === 0 ? 0 : this.#total.clicks / this.#total.impressions;
    const isTested = rate > 0 && rate < 1;
    values.forEach((value, f) => {
      const table = this.#tables[f];
      let cell = table.get(value);
      if (cell === undefined) table.set(value, (cell = emptyCell()));
      if (isTested) {
        const p = (cell.clicks + PRIOR * rate) / (cell.impressions + PRIOR);
        this.#logLoss[f] += logLossOf(label, p);
      }
      count(cell, label);
    });
    count(this.#total, label);
    if (isTested) {
      this.#tested.impressions += 1;
      this.#tested.clicks += label;
    }
    if (this.#impressions_N[item] === 0) {
      this.#firstImpressions += 1;
      this.#firstClicks += label;
    }
    this.#shown.push(item);
    if (label === 1) this.#clicked.push(item);
  }

  result(): StandingProbeResult {
    const { impressions, clicks } = this.#tested;
    const ne = (f: number): number => neOf(this.#logLoss[f] / impressions, clicks / impressions);
    return {
      ne:
        clicks > 0 && clicks < impressions
          ? {
              in_window: ne(0),
              clicks: ne(1),
              age: ne(2),
              impressions: ne(3),
              all: ne(4),
              share: ne(5),
            }
          : null,
      first_impressions: this.#firstImpressions,
      first_impressions_clicked: this.#firstClicks,
    };
  }

  /** In the order of STANDING_FEATURES. */
  #standingOf(item: number): number[] {
    const clicks = octaveOf(this.#window.clicksOf(item));
    const impressions = octaveOf(this.#impressions_N[item]);
    const windows = (this.#timeMs - this.#lastMs_N[item]) / this.#windowMs;
    const octave = Math.min(Math.max(Math.floor(Math.log2(windows)) + 12, 0), NEVER - 1);
    const age = Number.isNaN(windows) ? NEVER : octave;
    const all = (clicks * MOST_VALUES + age) * MOST_VALUES + impressions;
    return [Math.min(clicks, 1), clicks, age, impressions, all, this.#shareOf(item)];
  }

  /** By half powers of two; 0 for none. */
  #shareOf(item: number): number {
    const clicks = this.#window.clicksOf(item);
    if (clicks === 0) return 0;
    return 1 + Math.min(Math.floor(2 * Math.log2(this.#window.numClicks / clicks)), NEVER - 1);
  }

  #advanceTo(timeMs: number): void {
    for (const item of this.#shown) this.#impressions_N[item] += 1;
    for (const item of this.#clicked) {
      this.#window.add(item, this.#timeMs);
      this.#lastMs_N[item] = this.#timeMs;
    }
    this.#shown = [];
    this.#clicked = [];
    this.#timeMs = timeMs;
    this.#window.dropBefore(timeMs - this.#windowMs);
  }

  #endDay(next: number): void {
    this.#day = next;
    learn(this.#total);
    for (const table of this.#tables) for (const cell of table.values()) learn(cell);
  }
}

function emptyCell(): Cell {
  return { impressions: 0, clicks: 0, newImpressions: 0, newClicks: 0 };
}

function count(cell: Cell, label: number): void {
  cell.newImpressions += 1;
  cell.newClicks += label;
}

function learn(cell: Cell): void {
  cell.impressions += cell.newImpressions;
  cell.clicks += cell.newClicks;
  cell.newImpressions = 0;
  cell.newClicks = 0;
}

/** 0 -> 0, 1 -> 1, 2-3 -> 2, 4-7 -> 3 ... */
function octaveOf(count: number): number {
  return 32 - Math.clz32(count);
}
