/**
 * Logistic click probability and the gradient of the mean cross-entropy to the logits.
 *
 *     p = 1 / (1 + exp(-x));   dL/dx_b = (p_b - y_b) / B
 *
 * @param logits_B1 the top MLP's output
 * @returns probabilities in (0, 1) and gradient_B1
 */
export function clickLossGradient(
  logits_B1: Float32Array,
  label_B: Uint8Array,
): { probability_B: Float32Array; gradient_B1: Float32Array } {
  const probability_B = sigmoid(logits_B1);
  const gradient_B1 = new Float32Array(probability_B.length);
  for (let b = 0; b < probability_B.length; b++) {
    gradient_B1[b] = (probability_B[b] - label_B[b]) / probability_B.length;
  }
  return { probability_B, gradient_B1 };
}

/** 1 / (1 + exp(-x)), each value. */
export function sigmoid(logits: Float32Array): Float32Array {
  return logits.map((x) => 1 / (1 + Math.exp(-x)));
}
