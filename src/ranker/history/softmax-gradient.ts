import { tf } from '../../engine/tf.ts';

/**
 * The gradient to the scores of a softmax over the last axis: p (dp - sum(dp p)).
 *
 * @param probability the softmax's output
 */
export function softmaxGradient<T extends tf.Tensor>(probability: T, dProbability: tf.Tensor): T {
  return tf.tidy(() => {
    const mean = tf.sum(tf.mul(probability, dProbability), -1, true);
    return tf.mul<T>(probability, tf.sub(dProbability, mean));
  });
}
