// Impressions with probabilities.

/** Impressions with a model's click probabilities; the arrays have one length and one order. */
export interface Scored {
  /** 1 clicked, 0 not. */
  readonly label: ArrayLike<number>;
  /** In (0, 1). */
  readonly probability: ArrayLike<number>;
}
