// Items shown beside a click, drawn among those that stand as the clicked one does.
import { SAMPLED_RULE_BEGINS } from '../../artifacts/negatives-rule.ts';
import type { Rng } from '../../util/rng.ts';
import { Standings } from './standings.ts';

export interface NegativeRule {
  /** Wanted for each click. */
  readonly perClick: number;
  /** The hours before a click in which an item's clicks are counted. */
  readonly windowHours: number;
}

const HOUR_MS = 3_600_000;
/**
 * Places in the urn. Enough that a standing comes up a good while after the click that put it in (an item shown right
 * after each of its clicks would be known by that), and few enough for the log to be the same still.
 */
const URN_SIZE = 128;
/** Draws from the urn, and of clicks, that may fail before another way is tried. */
const MAX_TRIES = 8;

/**
 * The rule in one sentence, for `CorpusInfo.negativesRule`.
 */
export function describeNegativeRule({ perClick, windowHours }: NegativeRule): string {
  if (perClick === 0) return 'none: the log holds clicks only and no negatives were sampled';
  return (
    `${SAMPLED_RULE_BEGINS}${perClick === 1 ? 'one item' : `${perClick} different items, each`} drawn from those that stand as the item of a recent click stood ` +
    `before that click (clicks in the last ${windowHours} hours, clicks so far, time since the last), ` +
    `without those that the user clicked at that moment`
  );
}

/**
 * Draws the items that a user might have seen and did not click, so that how an item stands before a moment
 * does not tell whether it is clicked: of any standing there are as many negatives for each click.
 *
 * Each click puts its item's standing into an urn, once for each negative. A negative takes a standing out of the urn
 * and is drawn from the items that stand so now. A standing stays in where all its items are clicked by this user or
 * shown here already, so that an item which stands alone, as the most clicked always does, is shown beside
 * other users' clicks as often as its own clicks ask for. That cannot be where it has more than one in
 * `perClick + 1` of all clicks.
 *
 * Clicks come in time order, all clicks of one user and instant together; the standings are those strictly before.
 */
export class NegativeSampler {
  readonly #rule: NegativeRule;
  readonly #rng: Rng;
  readonly #numItems: number;
  readonly #standings: Standings;
  readonly #urn: number[] = [];
  /** Items that may not be drawn: those whose mark is the current user's, or the current click's. */
  readonly #userMark_N: Int32Array;
  readonly #clickMark_N: Int32Array;
  #user = 0;
  #click = 0;
  readonly #isAllowed = (item: number): boolean =>
    this.#userMark_N[item] !== this.#user && this.#clickMark_N[item] !== this.#click;

  constructor(numItems: number, rule: NegativeRule, rng: Rng) {
    this.#rule = rule;
    this.#rng = rng;
    this.#numItems = numItems;
    this.#standings = new Standings(numItems, rule.windowHours * HOUR_MS);
    this.#userMark_N = new Int32Array(numItems);
    this.#clickMark_N = new Int32Array(numItems);
  }

  /** Moves on to an instant. */
  advanceTo(timeMs: number): void {
    this.#standings.advanceTo(timeMs);
  }

  /** Names what the next user clicked at this moment: never a negative. `items[start..end)` */
  exclude(items: ArrayLike<number>, start: number, end: number): void {
    this.#user += 1;
    for (let i = start; i < end; i++) this.#userMark_N[items[i]] = this.#user;
  }

  /** Counts a click, after the negatives of all clicks of its instant are drawn. */
  add(item: number, timeMs: number): void {
    this.#standings.add(item, timeMs);
  }

  /**
   * Draws the negatives of the click on an item.
   *
   * @param out takes `perClick` items
   * @returns how many were drawn: fewer where there are fewer items
   */
  draw(clicked: number, out: Int32Array): number {
    this.#click += 1;
    const standing = this.#standings.standingOf(clicked);
    for (let count = 0; count < this.#rule.perClick; count++) {
      const item = this.#drawOne(standing);
      if (item < 0) return count;
      this.#clickMark_N[item] = this.#click;
      out[count] = item;
    }
    return this.#rule.perClick;
  }

  #drawOne(standing: number): number {
    this.#putIn(standing);
    const item = this.#drawByUrn();
    return item >= 0 ? item : this.#drawWithout(standing);
  }

  /** Where all places are taken, one standing is lost. */
  #putIn(standing: number): void {
    const isFull = this.#urn.length === URN_SIZE;
    this.#urn[isFull ? this.#rng.int(URN_SIZE) : this.#urn.length] = standing;
  }

  /** -1 until the urn is half full, or if the standings that came up have nothing to show here. */
  #drawByUrn(): number {
    const urn = this.#urn;
    for (let tries = 0; tries < MAX_TRIES && urn.length > URN_SIZE / 2; tries++) {
      const at = this.#rng.int(urn.length);
      const item = this.#standings.drawAllowed(urn[at], this.#isAllowed, this.#rng);
      if (item < 0) continue;
      const last = urn.pop() as number;
      if (at < urn.length) urn[at] = last;
      return item;
    }
    return -1;
  }

  /** Without the urn: of the click's own standing, else of any click in the window, else any item. */
  #drawWithout(standing: number): number {
    const alike = this.#standings.drawAllowed(standing, this.#isAllowed, this.#rng);
    if (alike >= 0) return alike;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const item = this.#standings.drawClicked(this.#rng);
      if (item >= 0 && this.#isAllowed(item)) return item;
    }
    const first = this.#rng.int(this.#numItems);
    for (let i = 0; i < this.#numItems; i++) {
      const item = (first + i) % this.#numItems;
      if (this.#isAllowed(item)) return item;
    }
    return -1;
  }
}
