// The block of both encoders: attention and an MLP, each behind a layer norm and beside a shortcut.
import { tf } from '../engine/tf.ts';
import { ACTIVATIONS } from './activations.ts';
import type { TransformerConfig } from './clip-config.ts';
import { layerNorm, linear } from './layers.ts';
import type { Weights } from './layers.ts';

/** Rows of a batch: `batch` sequences of `length` each, one behind the other. */
export interface Sequences {
  readonly batch: number;
  readonly length: number;
  /** Added to the scores of attention, [length, length]; undefined: all may look at all. */
  readonly mask?: tf.Tensor2D;
}

/** All blocks of an encoder. @returns a tensor of the caller's */
export function transformer(
  weights: Weights,
  name: string,
  config: TransformerConfig,
  x_XM: tf.Tensor2D,
  sequences: Sequences,
): tf.Tensor2D {
  let hidden_XM = x_XM;
  for (let layer = 0; layer < config.numLayers; layer++) {
    const input_XM = hidden_XM;
    hidden_XM = tf.tidy(() =>
      transformerBlock(weights, `${name}.layers.${layer}`, config, input_XM, sequences),
    );
    if (layer > 0) input_XM.dispose();
  }
  return hidden_XM;
}

function transformerBlock(
  weights: Weights,
  name: string,
  config: TransformerConfig,
  x_XM: tf.Tensor2D,
  sequences: Sequences,
): tf.Tensor2D {
  const epsilon = config.layerNormEpsilon;
  const middle_XM = tf.tidy(() => {
    const normed_XM = layerNorm(weights, `${name}.layer_norm1`, x_XM, epsilon);
    const attended_XM = attention(weights, `${name}.self_attn`, config, normed_XM, sequences);
    return tf.add<tf.Tensor2D>(x_XM, attended_XM);
  });
  const wide = tf.tidy(() => {
    const normed_XM = layerNorm(weights, `${name}.layer_norm2`, middle_XM, epsilon);
    return ACTIVATIONS[config.activation](linear(weights, `${name}.mlp.fc1`, normed_XM));
  });
  return tf.add(middle_XM, linear(weights, `${name}.mlp.fc2`, wide));
}

/** Several heads of softmax(q k / sqrt(width of a head)) v (Vaswani 2017). */
function attention(
  weights: Weights,
  name: string,
  { hiddenSize, numHeads }: TransformerConfig,
  x_XM: tf.Tensor2D,
  { batch, length, mask }: Sequences,
): tf.Tensor2D {
  const width = hiddenSize / numHeads;
  /** [batch, heads, length, width] */
  const byHead = (projection: string): tf.Tensor => {
    const rows_XM = linear(weights, `${name}.${projection}`, x_XM);
    return tf.transpose(tf.reshape(rows_XM, [batch, length, numHeads, width]), [0, 2, 1, 3]);
  };
  const shares = tf.tidy(() => {
    const queries = tf.mul(byHead('q_proj'), 1 / Math.sqrt(width));
    const scores = tf.matMul(queries, byHead('k_proj'), false, true);
    return tf.softmax(mask === undefined ? scores : tf.add(scores, mask));
  });
  const rows_XM = tf.tidy((): tf.Tensor2D => {
    const heads = tf.matMul(shares, byHead('v_proj'));
    return tf.reshape(tf.transpose(heads, [0, 2, 1, 3]), x_XM.shape);
  });
  return linear(weights, `${name}.out_proj`, rows_XM);
}
