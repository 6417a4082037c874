// Uniform or popularity-weighted draws from it.
import type { Rng } from '../../util/rng.ts';
import { ClickWindow } from './click-window.ts';

/** How negatives are weighted: every active item alike, or by its clicks within the window. */
export const NEGATIVES_BY = ['uniform', 'popularity'] as const;
export type NegativesBy = (typeof NEGATIVES_BY)[number];

export interface NegativeRule {
  /** Wanted for each click. */
  readonly perClick: number;
  readonly by: NegativesBy;
  /** How far back an item's last click may be for it to count as active. */
  readonly windowHours: number;
}

const HOUR_MS = 3_600_000;
/** Draws that may hit an excluded item before the candidates are listed one by one. */
const MAX_TRIES = 32;

/**
 * The rule in one sentence, for `CorpusInfo.negativesRule`.
 */
export function describeNegativeRule(rule: NegativeRule): string {
  const { perClick, by, windowHours } = rule;
  if (perClick === 0) return 'none: the log holds clicks only and no negatives were sampled';
  const weight = by === 'uniform' ? 'uniformly' : 'in proportion to their clicks';
  return (
    `for each click, ${perClick} different items drawn ${weight} from the items that anyone clicked in ` +
    `the ${windowHours} hours before it, without those that the user clicked at that moment`
  );
}

/**
 * Draws the items that a user might have seen and did not click. Clicks come in time order, all clicks of
 * one user and instant together; a click is in the window of those strictly later.
 */
export class NegativeSampler {
  readonly #rule: NegativeRule;
  readonly #rng: Rng;
  readonly #window: ClickWindow;
  /** Items that may not be drawn: those whose mark is the current user's, or the current click's. */
  readonly #userMark_N: Int32Array;
  readonly #clickMark_N: Int32Array;
  #user = 0;
  #click = 0;
  #candidates = new Int32Array(0);

  constructor(numItems: number, rule: NegativeRule, rng: Rng) {
    this.#rule = rule;
    this.#rng = rng;
    this.#window = new ClickWindow(numItems);
    this.#userMark_N = new Int32Array(numItems);
    this.#clickMark_N = new Int32Array(numItems);
  }

  /** Moves the window so that it ends before `timeMs`. */
  advanceTo(timeMs: number): void {
    this.#window.dropBefore(timeMs - this.#rule.windowHours * HOUR_MS);
  }

  /** Names what the next user clicked at this moment: never a negative. `items[start..end)` */
  exclude(items: ArrayLike<number>, start: number, end: number): void {
    this.#user += 1;
    for (let i = start; i < end; i++) this.#userMark_N[items[i]] = this.#user;
  }

  /** Adds a click to the window, after the negatives of all clicks of its instant are drawn. */
  add(item: number, timeMs: number): void {
    this.#window.add(item, timeMs);
  }

  /**
   * Draws one click's negatives.
   *
   * @param out takes `perClick` items
   * @returns how many were drawn: fewer where fewer items are active
   */
  draw(out: Int32Array): number {
    this.#click += 1;
    const wanted = Math.min(this.#rule.perClick, this.#window.numActive);
    let count = 0;
    while (count < wanted) {
      const item = this.#drawOne();
      if (item < 0) break;
      this.#clickMark_N[item] = this.#click;
      out[count++] = item;
    }
    return count;
  }

  /** Rejection, then, where most of the weight is excluded, an exact draw from what is left. */
  #drawOne(): number {
    const window = this.#window;
    const isUniform = this.#rule.by === 'uniform';
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const item = isUniform
        ? window.activeItem(this.#rng.int(window.numActive))
        : window.clickedItem(this.#rng.int(window.numClicks));
      if (this.#isAllowed(item)) return item;
    }
    return this.#drawListed(isUniform);
  }

  #drawListed(isUniform: boolean): number {
    const window = this.#window;
    if (this.#candidates.length < window.numActive) {
      this.#candidates = new Int32Array(2 * window.numActive);
    }
    let count = 0;
    let weight = 0;
    for (let i = 0; i < window.numActive; i++) {
      const item = window.activeItem(i);
      if (!this.#isAllowed(item)) continue;
      this.#candidates[count++] = item;
      weight += isUniform ? 1 : window.clicksOf(item);
    }
    if (count === 0) return -1;
    let rest = this.#rng.int(weight);
    for (let i = 0; i < count; i++) {
      rest -= isUniform ? 1 : window.clicksOf(this.#candidates[i]);
      if (rest < 0) return this.#candidates[i];
    }
    return this.#candidates[count - 1];
  }

  #isAllowed(item: number): boolean {
    return this.#userMark_N[item] !== this.#user && this.#clickMark_N[item] !== this.#click;
  }
}
