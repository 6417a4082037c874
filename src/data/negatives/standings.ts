// How an item stands before a moment, and items that stand alike.
import type { Rng } from '../../util/rng.ts';
import { AgeBands } from './age-bands.ts';
import { ClickWindow } from './click-window.ts';

/** Limits of the age bands in windows: 1/256, 1/64 ... 256. */
const AGE_LIMITS = Array.from({ length: 9 }, (_, i) => 4 ** (i - 4));
/** Of a 32-bit count: 0, 1, 2-3, 4-7 ... */
const NUM_OCTAVES = 33;
/** Draws that may hit an item which is not allowed before those allowed are listed. */
const MAX_TRIES = 16;

export type IsAllowed = (item: number) => boolean;

/**
 * What the log tells of each item before a moment, coarsely: its clicks within the window and its clicks so far (both by
 * powers of two), and the time since the last (by powers of four). Items for which all three agree have the
 * same standing. Clicks come in time order.
 */
export class Standings {
  readonly #windowMs: number;
  readonly #window: ClickWindow;
  readonly #ages: AgeBands;
  readonly #clicks_N: Int32Array;
  readonly #standing_N: Int32Array;
  /** The items of each standing in any order, and where each item is in its list. */
  readonly #members: number[][] = [];
  readonly #position_N: Int32Array;
  /** A bound of the members' clicks within the window. */
  readonly #mostClicks: number[] = [];

  constructor(numItems: number, windowMs: number) {
    this.#windowMs = windowMs;
    this.#window = new ClickWindow(numItems);
    const limitsMs = AGE_LIMITS.map((windows) => windows * windowMs);
    this.#ages = new AgeBands(numItems, limitsMs);
    this.#clicks_N = new Int32Array(numItems);
    this.#standing_N = new Int32Array(numItems).fill(-1);
    this.#position_N = new Int32Array(numItems);
    for (let item = 0; item < numItems; item++) this.#update(item);
  }

  /** The item's standing, a number that means nothing by itself. */
  standingOf(item: number): number {
    return this.#standing_N[item];
  }

  /** Moves on to an instant. */
  advanceTo(timeMs: number): void {
    const update = (item: number): void => this.#update(item);
    this.#window.dropBefore(timeMs - this.#windowMs, update);
    this.#ages.advanceTo(timeMs, update);
  }

  /** An item is clicked. */
  add(item: number, timeMs: number): void {
    this.#window.add(item, timeMs);
    this.#ages.add(item, timeMs);
    this.#clicks_N[item] += 1;
    this.#update(item);
  }

  /**
   * Draws an item of a standing that some item has, in proportion to its clicks within the window, or
   * uniformly where there are none.
   */
  drawMember(standing: number, rng: Rng): number {
    const members = this.#members[standing];
    const most = this.#mostClicks[standing];
    for (;;) {
      const item = members[rng.int(members.length)];
      // The counts are within a factor of two, so that more than half of the tries succeed.
      if (most <= 1 || rng.int(most) < this.#window.clicksOf(item)) return item;
    }
  }

  /** Draws in the same way among the allowed items alone. @returns -1 where there is none */
  drawAllowed(standing: number, isAllowed: IsAllowed, rng: Rng): number {
    const members = this.#members[standing];
    if (members.length === 0) return -1;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const item = this.drawMember(standing, rng);
      if (isAllowed(item)) return item;
    }
    const allowed = members.filter(isAllowed);
    const weightOf = (item: number): number => Math.max(1, this.#window.clicksOf(item));
    let rest = rng.int(allowed.reduce((sum, item) => sum + weightOf(item), 0));
    return allowed.find((item) => (rest -= weightOf(item)) < 0) ?? -1;
  }

  /** The item of a random click within the window, or -1 where there is no click. */
  drawClicked(rng: Rng): number {
    const { numClicks } = this.#window;
    return numClicks === 0 ? -1 : this.#window.clickedItem(rng.int(numClicks));
  }

  #update(item: number): void {
    const clicks = this.#window.clicksOf(item);
    const { numBands } = this.#ages;
    const standing =
      (octaveOf(clicks) * NUM_OCTAVES + octaveOf(this.#clicks_N[item])) * numBands +
      this.#ages.bandOf(item);
    const before = this.#standing_N[item];
    if (standing === before) return;
    if (before >= 0) {
      const members = this.#members[before];
      const last = members.pop() as number;
      if (last !== item) {
        members[this.#position_N[item]] = last;
        this.#position_N[last] = this.#position_N[item];
      }
    }
    const members = (this.#members[standing] ??= []);
    this.#mostClicks[standing] = 2 ** octaveOf(clicks) - 1;
    this.#standing_N[item] = standing;
    this.#position_N[item] = members.length;
    members.push(item);
  }
}

/** 0 -> 0, 1 -> 1, 2-3 -> 2, 4-7 -> 3 ... */
function octaveOf(count: number): number {
  return 32 - Math.clz32(count);
}
