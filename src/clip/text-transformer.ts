// Texts to embeddings: a causal transformer.
import { tf } from '../engine/tf.ts';
import type { TextConfig } from './clip-config.ts';
import { layerNorm, linear } from './layers.ts';
import type { Weights } from './layers.ts';
import { transformer } from './transformer-block.ts';

const MODEL = 'text_model';

/** Added to a score where a token may not look: the softmax makes exactly 0 of it. */
const HIDDEN = -1e9;

/**
 * The text encoder of CLIP (Radford 2021). A token sees itself and those before it, and a text is what its end token sees:
 * texts are padded behind their end, so that no padding is ever seen and needs a mask of its own.
 *
 * @param texts token ids with the end token, at least one text, none longer than the model takes
 * @returns embeddings [texts, D], not normalized; the caller's
 */
export function embedTokens(
  weights: Weights,
  config: TextConfig,
  texts: readonly (readonly number[])[],
): tf.Tensor2D {
  const batch = texts.length;
  const length = Math.max(...texts.map((ids) => ids.length));
  const input_XM = tf.tidy(() => tokensOf(weights, config, texts, length));
  const mask = causalMask(length);
  const sequences = { batch, length, mask };
  const hidden_XM = transformer(weights, `${MODEL}.encoder`, config, input_XM, sequences);
  const embeddings_BD = tf.tidy(() => {
    const ends = texts.map((ids, i) => i * length + endOf(ids, config.endToken));
    const ends_BM: tf.Tensor2D = tf.gather(hidden_XM, tf.tensor1d(ends, 'int32'));
    const name = `${MODEL}.final_layer_norm`;
    const normed_BM = layerNorm(weights, name, ends_BM, config.layerNormEpsilon);
    return linear(weights, 'text_projection', normed_BM, { hasBias: false });
  });
  tf.dispose([input_XM, mask, hidden_XM]);
  return embeddings_BD;
}

/** The tokens of each text, 0 behind its end, with their places added. */
function tokensOf(
  weights: Weights,
  { hiddenSize }: TextConfig,
  texts: readonly (readonly number[])[],
  length: number,
): tf.Tensor2D {
  const ids = new Int32Array(texts.length * length);
  texts.forEach((text, i) => ids.set(text, i * length));
  const name = `${MODEL}.embeddings`;
  const tokens_XM = tf.gather(weights(`${name}.token_embedding.weight`), tf.tensor1d(ids, 'int32'));
  const tokens = tf.reshape(tokens_XM, [texts.length, length, hiddenSize]);
  const places = tf.slice(
    weights(`${name}.position_embedding.weight`),
    [0, 0],
    [length, hiddenSize],
  );
  return tf.reshape(tf.add(tokens, places), [-1, hiddenSize]);
}

function causalMask(length: number): tf.Tensor2D {
  const scores = new Float32Array(length * length);
  for (let i = 0; i < length; i++) scores.fill(HIDDEN, i * length + i + 1, (i + 1) * length);
  return tf.tensor2d(scores, [length, length]);
}

/**
 * Where a text is pooled: at its first end token, at its first token where there is none, as in Hugging Face's
 * CLIPModel; in models that do not know their end token at the first of the largest id.
 */
export function endOf(ids: readonly number[], endToken: number | null): number {
  if (endToken === null) return ids.indexOf(Math.max(...ids));
  return Math.max(0, ids.indexOf(endToken));
}
