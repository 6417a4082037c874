// How alike a shown item is to what its user clicked before.
import { corpusPath, dayPath } from '../../artifacts/corpus.ts';
import type { CorpusInfo } from '../../artifacts/corpus.ts';
import { readDay } from '../../artifacts/impressions.ts';
import type { ImpressionBatch } from '../../artifacts/impressions.ts';
import { readPriorClicks } from '../../artifacts/prior-clicks.ts';
import type { PriorClickBatch } from '../../artifacts/prior-clicks.ts';
import type { ScoredImpressions } from '../../metrics/within-item-auc.ts';
import { InterruptedError } from '../../util/errors.ts';
import { hashInts, hashToUnit } from '../../util/hash.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';

/** Told how far the reading of a log is. */
export interface LogWatch {
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

const SALT = 0x73696d69;

export interface SimilarityOptions {
  /** Of length 1, row-major. */
  readonly directions_ND: Float32Array;
  /** D */
  readonly width: number;
  /** Share of users that are looked at. */
  readonly share: number;
  readonly seed: number;
}

/**
 * Reads the log for some of its users.
 *
 * @param options directions about the mean of what is shown: then those of clicks that have nothing to do with content add up to none,
 *   however many
 */
export async function scoreBySimilarity(
  corpus: string,
  info: CorpusInfo,
  options: SimilarityOptions,
  { onProgress, shouldStop }: LogWatch,
): Promise<ScoredImpressions> {
  const similarity = new UserSimilarity(info.numUsers, options);
  if (info.numPriorClicks !== undefined) {
    for await (const clicks of readPriorClicks(corpusPath(corpus, 'prior-clicks.arrow'))) {
      similarity.addEarlier(clicks);
    }
  }
  for (let day = 1; day <= info.numDays; day++) {
    const shown_N = new Float64Array(info.numItems);
    for await (const { itemIndex } of readDay(dayPath(corpus, day), [])) {
      for (const item of itemIndex) shown_N[item] += 1 / info.impressionsPerDay[day - 1];
    }
    similarity.beginDay(shown_N);
    for await (const batch of readDay(dayPath(corpus, day), [])) {
      if (shouldStop()) throw new InterruptedError('stopped; nothing was written');
      similarity.add(batch);
    }
    onProgress({ stage: 'likeness to clicks', done: day, total: info.numDays, unit: 'days' });
  }
  return similarity.result();
}

/** A user's clicks so far. */
interface UserClicks {
  /** Sum of their directions. */
  readonly taste_D: Float32Array;
  readonly items: Set<number>;
  /** The day on which what follows is of. */
  day: number;
  /** Of that day's impressions, the share of the clicked items, and the sum of their directions by their shares. */
  share: number;
  readonly shown_D: Float32Array;
}

/**
 * How far a shown item lies in the direction of the sum t of all that its user clicked strictly before, against the other items
 * of that day that the user has not clicked, by their shares p of its impressions:
 *
 *     score = t . (d_shown - sum_rest p d / sum_rest p) / |t|
 *
 * so that for clicks that have nothing to do with content the score is 0 in expectation at every time, whatever was clicked.
 * Impressions of an item that the user has clicked already are left out: they tell of the item, not of what is like it.
 */
class UserSimilarity {
  readonly #options: SimilarityOptions;
  readonly #isLookedAt_V: Uint8Array;
  readonly #clicks = new Map<number, UserClicks>();
  #day = 0;
  /** Shares of the day's impressions, and the mean of their directions. */
  #share_N: Float64Array = new Float64Array(0);
  #mean_D = new Float64Array(0);
  readonly #users: number[] = [];
  readonly #items: number[] = [];
  readonly #labels: number[] = [];
  readonly #scores: number[] = [];
  #timeMs = -Infinity;
  /** User and item of the clicks of this millisecond. */
  #pending: (readonly [user: number, item: number])[] = [];

  constructor(numUsers: number, options: SimilarityOptions) {
    this.#options = options;
    const { share, seed } = options;
    this.#isLookedAt_V = Uint8Array.from({ length: numUsers }, (_, user) =>
      hashToUnit(hashInts(SALT, seed, user)) < share ? 1 : 0,
    );
  }

  /** Clicks from before the log. */
  addEarlier({ userIndex, itemIndex }: PriorClickBatch): void {
    userIndex.forEach((user, row) => {
      if (this.#isLookedAt_V[user] === 1) this.#learn(user, itemIndex[row]);
    });
  }

  /** @param share_N of the items in the day's impressions */
  beginDay(share_N: Float64Array): void {
    const { directions_ND, width } = this.#options;
    this.#day += 1;
    this.#share_N = share_N;
    this.#mean_D = new Float64Array(width);
    for (let i = 0; i < directions_ND.length; i++) {
      this.#mean_D[i % width] += share_N[Math.floor(i / width)] * directions_ND[i];
    }
  }

  /** Batches come in time order. */
  add({ userIndex, itemIndex, timeMs, label }: ImpressionBatch): void {
    for (let row = 0; row < label.length; row++) {
      const [user, item] = [userIndex[row], itemIndex[row]];
      if (this.#isLookedAt_V[user] === 0) continue;
      if (timeMs[row] > this.#timeMs) {
        for (const [byUser, clicked] of this.#pending) this.#learn(byUser, clicked);
        this.#pending = [];
        this.#timeMs = timeMs[row];
      }
      const clicks = this.#clicks.get(user);
      if (clicks !== undefined && !clicks.items.has(item)) {
        this.#users.push(user);
        this.#items.push(item);
        this.#labels.push(label[row]);
        this.#scores.push(this.#score(clicks, item));
      }
      if (label[row] === 1) this.#pending.push([user, item]);
    }
  }

  result(): ScoredImpressions {
    return {
      userIndex: this.#users,
      itemIndex: this.#items,
      label: this.#labels,
      score: this.#scores,
    };
  }

  #learn(user: number, item: number): void {
    const { directions_ND, width } = this.#options;
    let clicks = this.#clicks.get(user);
    if (clicks === undefined) {
      const [taste_D, shown_D] = [new Float32Array(width), new Float32Array(width)];
      clicks = { taste_D, items: new Set(), day: this.#day, share: 0, shown_D };
      this.#clicks.set(user, clicks);
    }
    for (let d = 0; d < width; d++) clicks.taste_D[d] += directions_ND[item * width + d];
    if (clicks.items.has(item)) return;
    clicks.items.add(item);
    if (clicks.day === this.#day && this.#day > 0) this.#addShown(clicks, item);
  }

  #addShown(clicks: UserClicks, item: number): void {
    const { directions_ND, width } = this.#options;
    const share = this.#share_N[item];
    clicks.share += share;
    for (let d = 0; d < width; d++) clicks.shown_D[d] += share * directions_ND[item * width + d];
  }

  #score(clicks: UserClicks, item: number): number {
    const { directions_ND, width } = this.#options;
    if (clicks.day !== this.#day) {
      clicks.day = this.#day;
      clicks.share = 0;
      clicks.shown_D.fill(0);
      for (const clicked of clicks.items) this.#addShown(clicks, clicked);
    }
    const { taste_D, shown_D } = clicks;
    const rest = 1 - clicks.share;
    let [sum, square] = [0, 0];
    for (let d = 0; d < width; d++) {
      const others = (this.#mean_D[d] - shown_D[d]) / rest;
      sum += taste_D[d] * (directions_ND[item * width + d] - others);
      square += taste_D[d] * taste_D[d];
    }
    return square > 0 ? sum / Math.sqrt(square) : 0;
  }
}
