// NE of each day while training.
import { logLossOf } from '../../metrics/log-loss.ts';
import { neOf } from '../../metrics/normalized-entropy.ts';
import { amount, figure, objectOf } from '../../schema/json.ts';
import type { InferOutput } from '../../schema/json.ts';

/** What one day of training looked like. */
export const daySchema = objectOf({
  day: amount,
  /** Impressions trained on. */
  impressions: amount,
  label_rate: figure,
  /** Mean cross-entropy of the predictions made just before each batch was trained on. */
  log_loss: figure,
  /** That over the entropy of the day's mean label rate; NaN where all labels are the same. */
  ne: figure,
});
export type DayMetrics = InferOutput<typeof daySchema>;

/** Adds up predictions of one day. */
export class DayMeter {
  #impressions = 0;
  #clicks = 0;
  #logLoss = 0;

  add(probability_B: Float32Array, label_B: Uint8Array): void {
    this.#impressions += label_B.length;
    for (let b = 0; b < label_B.length; b++) {
      this.#clicks += label_B[b];
      this.#logLoss += logLossOf(label_B[b], probability_B[b]);
    }
  }

  /** The running NE, for the progress line. */
  get ne(): number {
    return this.metrics(0).ne;
  }

  /** JSON keeps every bit of these sums, so that a resumed day ends in the same figures. */
  get sums(): readonly [number, number, number] {
    return [this.#impressions, this.#clicks, this.#logLoss];
  }

  static fromSums([impressions, clicks, logLoss]: readonly [number, number, number]): DayMeter {
    const meter = new DayMeter();
    meter.#impressions = impressions;
    meter.#clicks = clicks;
    meter.#logLoss = logLoss;
    return meter;
  }

  metrics(day: number): DayMetrics {
    const rate = this.#clicks / this.#impressions;
    const logLoss = this.#logLoss / this.#impressions;
    return {
      day,
      impressions: this.#impressions,
      label_rate: rate,
      log_loss: logLoss,
      ne: neOf(logLoss, rate),
    };
  }
}
