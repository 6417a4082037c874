// Days to batches with histories, in time order.
import { dayPath } from '../artifacts/corpus.ts';
import { readDay } from '../artifacts/impressions.ts';
import type { ImpressionBatch } from '../artifacts/impressions.ts';
import { UserError } from '../util/errors.ts';
import { evenParts } from '../util/even-parts.ts';
import { ClickHistory } from './click-history.ts';
import type { OpenCorpus } from './open-corpus.ts';
import { addPriorClicks } from './prior-histories.ts';
import { createImpressionCheck } from './validate-impressions.ts';

/**
 * Up to B examples in time order, with what each user clicked strictly before. The arrays are used again
 * for the next batch: take what you need before asking for it.
 */
export interface ExampleBatch {
  /** Counted from 1. A batch never spans two days. */
  readonly day: number;
  /** B, at most the batch size. Arrays are exactly this long. */
  readonly size: number;
  readonly userIndex_B: Int32Array;
  readonly itemIndex_B: Int32Array;
  readonly timeMs_B: Float64Array;
  /** 1 clicked, 0 not. */
  readonly label_B: Uint8Array;
  /** Row-major, F dense features an example. */
  readonly dense_BF: Float32Array;
  /** Item indices, oldest click first; only the first `historyLength_B[b]` of a row count. */
  readonly history_BT: Int32Array;
  /** How long before the impression each click was, milliseconds; laid out as `history_BT`. */
  readonly historyAgeMs_BT: Float32Array;
  readonly historyLength_B: Int32Array;
}

export interface ExampleStreamOptions {
  readonly fromDay: number;
  readonly toDay: number;
  /** B: examples of a batch at most. */
  readonly batchSize: number;
  /** T: clicks of history at most. */
  readonly historyLength: number;
  /** Which impressions become examples; those that do not enter the histories all the same. Asked twice of each. */
  readonly select?: (userIndex: number, day: number, timeMs: number) => boolean;
  /** Which clicks enter the histories; all where not given. */
  readonly remember?: ((userIndex: number, day: number) => boolean) | undefined;
  /** Told how many impressions were read, those before `fromDay` included. */
  readonly onRead?: (day: number, numImpressions: number) => void;
}

/**
 * Streams the days in time order, each in batches of nearly one size. For that its examples are counted first, in a
 * reading of their own (decision 012). Earlier days are read too, for the histories alone; these begin with the users'
 * clicks from before the log, where the corpus has them. Memory grows with the
 * batch and with the users' last T clicks, not with the log.
 *
 * @throws UserError naming file and row where an impression is not valid
 */
export async function* streamExamples(
  corpus: OpenCorpus,
  options: ExampleStreamOptions,
): AsyncGenerator<ExampleBatch> {
  const { info } = corpus;
  const history = new ClickHistory(info.numUsers, options.historyLength);
  await addPriorClicks(corpus, history);
  const clicks = new ClickQueue(history);
  const builder = new BatchBuilder(info.denseFeatures.length, options, clicks);
  for (let day = 1; day <= options.toDay; day++) {
    const path = dayPath(corpus.folder, day);
    const check = createImpressionCheck(info, day, path);
    const total = day < options.fromDay ? 0 : await countSelected(corpus, day, options);
    const batches = evenParts(total, options.batchSize);
    let numBatches = 0;
    let numExamples = 0;
    for await (const impressions of readDay(path, info.denseFeatures)) {
      check(impressions);
      for (let row = 0; row < impressions.label.length; row++) {
        clicks.advanceTo(impressions.timeMs[row]);
        if (total > 0 && isSelected(impressions, row, day, options)) {
          if (numExamples === total) throw changedFile(path);
          builder.add(impressions, row);
          numExamples += 1;
          if (numExamples === batches.startOf(numBatches + 1)) {
            numBatches += 1;
            yield builder.take(day);
          }
        }
        if (impressions.label[row] === 1 && isRemembered(impressions, row, day, options)) {
          clicks.add(impressions, row);
        }
      }
      options.onRead?.(day, impressions.label.length);
    }
    if (numExamples < total) throw changedFile(path);
  }
}

async function countSelected(
  { folder }: OpenCorpus,
  day: number,
  options: ExampleStreamOptions,
): Promise<number> {
  let count = 0;
  for await (const impressions of readDay(dayPath(folder, day), [])) {
    for (let row = 0; row < impressions.label.length; row++) {
      if (isSelected(impressions, row, day, options)) count += 1;
    }
  }
  return count;
}

function changedFile(path: string): UserError {
  return new UserError(`${path} was changed while it was read; run the command again`);
}

function isSelected(
  impressions: ImpressionBatch,
  row: number,
  day: number,
  options: ExampleStreamOptions,
): boolean {
  if (options.select === undefined) return true;
  return options.select(impressions.userIndex[row], day, impressions.timeMs[row]);
}

function isRemembered(
  impressions: ImpressionBatch,
  row: number,
  day: number,
  { remember }: ExampleStreamOptions,
): boolean {
  return remember === undefined || remember(impressions.userIndex[row], day);
}

/** Holds the clicks of the current millisecond back, so that a history is strictly before. */
class ClickQueue {
  readonly history: ClickHistory;
  #nowMs = -Infinity;
  readonly #users: number[] = [];
  readonly #items: number[] = [];

  constructor(history: ClickHistory) {
    this.history = history;
  }

  advanceTo(timeMs: number): void {
    if (timeMs === this.#nowMs) return;
    for (let i = 0; i < this.#users.length; i++) {
      this.history.append(this.#users[i], this.#items[i], this.#nowMs);
    }
    this.#users.length = 0;
    this.#items.length = 0;
    this.#nowMs = timeMs;
  }

  add(impressions: ImpressionBatch, row: number): void {
    this.#users.push(impressions.userIndex[row]);
    this.#items.push(impressions.itemIndex[row]);
  }
}

class BatchBuilder {
  readonly #numDense: number;
  readonly #clicks: ClickQueue;
  readonly #userIndex_B: Int32Array;
  readonly #itemIndex_B: Int32Array;
  readonly #timeMs_B: Float64Array;
  readonly #label_B: Uint8Array;
  readonly #dense_BF: Float32Array;
  readonly #history_BT: Int32Array;
  readonly #historyAgeMs_BT: Float32Array;
  readonly #historyLength_B: Int32Array;
  #size = 0;

  constructor(numDense: number, options: ExampleStreamOptions, clicks: ClickQueue) {
    const { batchSize, historyLength } = options;
    this.#numDense = numDense;
    this.#clicks = clicks;
    this.#userIndex_B = new Int32Array(batchSize);
    this.#itemIndex_B = new Int32Array(batchSize);
    this.#timeMs_B = new Float64Array(batchSize);
    this.#label_B = new Uint8Array(batchSize);
    this.#dense_BF = new Float32Array(batchSize * numDense);
    this.#history_BT = new Int32Array(batchSize * historyLength);
    this.#historyAgeMs_BT = new Float32Array(batchSize * historyLength);
    this.#historyLength_B = new Int32Array(batchSize);
  }

  add(impressions: ImpressionBatch, row: number): void {
    const b = this.#size++;
    const user = impressions.userIndex[row];
    const timeMs = impressions.timeMs[row];
    this.#userIndex_B[b] = user;
    this.#itemIndex_B[b] = impressions.itemIndex[row];
    this.#timeMs_B[b] = timeMs;
    this.#label_B[b] = impressions.label[row];
    for (let f = 0; f < this.#numDense; f++) {
      this.#dense_BF[b * this.#numDense + f] = impressions.dense[f][row];
    }
    const { history } = this.#clicks;
    const offset = b * history.length;
    const items = this.#history_BT;
    this.#historyLength_B[b] = history.copyTo(user, timeMs, items, this.#historyAgeMs_BT, offset);
  }

  take(day: number): ExampleBatch {
    const size = this.#size;
    const historySize = size * this.#clicks.history.length;
    this.#size = 0;
    return {
      day,
      size,
      userIndex_B: this.#userIndex_B.subarray(0, size),
      itemIndex_B: this.#itemIndex_B.subarray(0, size),
      timeMs_B: this.#timeMs_B.subarray(0, size),
      label_B: this.#label_B.subarray(0, size),
      dense_BF: this.#dense_BF.subarray(0, size * this.#numDense),
      history_BT: this.#history_BT.subarray(0, historySize),
      historyAgeMs_BT: this.#historyAgeMs_BT.subarray(0, historySize),
      historyLength_B: this.#historyLength_B.subarray(0, size),
    };
  }
}
