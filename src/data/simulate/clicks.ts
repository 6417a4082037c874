// The true click probability.

/** The dense features of a simulated log. All four matter a little for a click. */
export const DENSE_FEATURES = ['hour_sin', 'hour_cos', 'user_activity', 'position'] as const;

/** Logits for one unit of each dense feature. */
const DENSE_WEIGHTS = { hourSin: -0.15, hourCos: 0.1, activity: 0.15, position: -0.6 };

/** An impression's place on the page: 0 the first, in steps of 0.1 to 0.9. */
export const NUM_POSITIONS = 10;

/** What the click of an impression depends on, but for the constant. */
export interface ClickCauses {
  /** Logits. */
  readonly taste: number;
  /** Logits: the item's quality and its clusters'. */
  readonly item: number;
  readonly hourSin: number;
  readonly hourCos: number;
  readonly activity: number;
  readonly position: number;
}

/** The logit of a click without the constant that sets the mean. */
export function clickLogit(causes: ClickCauses): number {
  return (
    causes.taste +
    causes.item +
    DENSE_WEIGHTS.hourSin * causes.hourSin +
    DENSE_WEIGHTS.hourCos * causes.hourCos +
    DENSE_WEIGHTS.activity * causes.activity +
    DENSE_WEIGHTS.position * causes.position
  );
}

/** True click probability. */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** The constant that gives impressions with these logits a mean click probability, to 1e-6. */
export function fitConstant(logits: Float64Array, meanCtr: number): number {
  let low = -40;
  let high = 40;
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    let sum = 0;
    for (const logit of logits) sum += sigmoid(logit + middle);
    if (sum / logits.length > meanCtr) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
