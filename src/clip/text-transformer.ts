// Texts to embeddings: a causal transformer.
import type { Value } from '../graph/graph.ts';
import { sizeOf } from '../graph/ops/sizes.ts';
import { causalMask } from './attention-masks.ts';
import type { TextConfig } from './clip-config.ts';
import { linear, norm } from './layers.ts';
import type { Layers } from './layers.ts';
import { placedTokens } from './token-embeddings.ts';
import { transformer } from './transformer-block.ts';
import type { EncoderOptions } from './transformer-block.ts';

const MODEL = 'text_model';

/** Texts as the encoder takes them, int32. */
export interface TextInputs {
  /** [B, T], 0 behind the end of a text. */
  readonly ids_BT: Value;
  /** Where each text is pooled, counted over all rows: b T + place of its end. */
  readonly ends_B: Value;
}

/**
 * The text encoder of CLIP (Radford 2021). A token sees itself and those before it, and a text is what its end token sees:
 * texts are padded behind their end, so that no padding is ever seen and needs a mask of its own.
 *
 * @returns embeddings [texts, D], not normalized
 */
export function embedTokens(
  layers: Layers,
  config: TextConfig,
  { ids_BT, ends_B }: TextInputs,
  options: EncoderOptions = {},
): Value {
  const { graph } = layers;
  const length = sizeOf(graph, ids_BT, 1);
  const tables = {
    tokens: `${MODEL}.embeddings.token_embedding.weight`,
    places: `${MODEL}.embeddings.position_embedding.weight`,
  };
  const input_XM = placedTokens(layers, tables, config.hiddenSize, { ids_BT, length });
  const mask = causalMask(graph, length);
  const sequences = { length, mask, pooled_B: ends_B, ...options };
  const ends_BM = transformer(layers, `${MODEL}.encoder`, config, input_XM, sequences);
  const name = `${MODEL}.final_layer_norm`;
  const normed_BM = norm(layers, name, ends_BM, config.layerNormEpsilon);
  return linear(layers, 'text_projection', normed_BM, { hasBias: false });
}

/**
 * Where a text is pooled: at its first end token, at its first token where there is none, as in Hugging Face's
 * CLIPModel; in models that do not know their end token at the first of the largest id.
 */
export function endOf(ids: ArrayLike<number>, endToken: number | null): number {
  const all = Array.from(ids);
  if (endToken === null) return all.indexOf(Math.max(...all));
  return Math.max(0, all.indexOf(endToken));
}
