// Texts to embeddings: a BERT.
import type { Value } from '../graph/graph.ts';
import { ACTIVATIONS, tanh } from '../graph/ops/activations.ts';
import { add } from '../graph/ops/arithmetic.ts';
import { ints } from '../graph/ops/constants.ts';
import { addBias } from '../graph/ops/products.ts';
import { countTo, gatherRows, reshape } from '../graph/ops/shapes.ts';
import { sizeOf } from '../graph/ops/sizes.ts';
import { askingRows, attention } from './token-attention.ts';
import type { BlockSequences } from './token-attention.ts';
import { paddingMask } from './attention-masks.ts';
import { BERT } from './bert-parameters.ts';
import type { BertConfig } from './dual-config.ts';
import { linear, norm } from './layers.ts';
import type { Layers } from './layers.ts';
import { placedTokens } from './token-embeddings.ts';
import { stackBlocks } from './transformer-block.ts';
import type { EncoderOptions } from './transformer-block.ts';

/** Texts as the encoder takes them, int32. */
interface BertInputs {
  /** [B, T], anything behind the end of a text. */
  readonly ids_BT: Value;
  /** Tokens of each text. */
  readonly lengths_B: Value;
}

/**
 * BERT (Devlin 2018) with its pooler and a projection, as VisionTextDualEncoderModel has it: a text is what its first token
 * sees, and each token sees all of its text.
 *
 * @returns embeddings [texts, D], not normalized
 */
export function embedBertTokens(
  layers: Layers,
  config: BertConfig,
  { ids_BT, lengths_B }: BertInputs,
  options: EncoderOptions = {},
): Value {
  const { graph } = layers;
  const length = sizeOf(graph, ids_BT, 1);
  const input_XM = bertInput(layers, config, ids_BT, length);
  const sequences = {
    ...{ length, padding: paddingMask(graph, length, lengths_B) },
    ...{ pooled_B: countTo(graph, sizeOf(graph, input_XM, 0), length), ...options },
  };
  const { numLayers } = config;
  const firsts_BM = stackBlocks(layers, numLayers, input_XM, sequences, (x_XM, own, layer) =>
    bertBlock(layers, `${BERT}.encoder.layer.${layer}`, config, x_XM, own),
  );
  const pooled_BM = tanh(graph, linear(layers, `${BERT}.pooler.dense`, firsts_BM));
  return linear(layers, 'text_projection', pooled_BM, { hasBias: false });
}

/** Token, place and type, of which all have the first. */
function bertInput(
  layers: Layers,
  { hiddenSize, layerNormEpsilon }: BertConfig,
  ids_BT: Value,
  length: Value,
): Value {
  const { graph, weights } = layers;
  const name = `${BERT}.embeddings`;
  const tables = {
    tokens: `${name}.word_embeddings.weight`,
    places: `${name}.position_embeddings.weight`,
  };
  const placed_XM = placedTokens(layers, tables, hiddenSize, { ids_BT, length });
  const types = weights(`${name}.token_type_embeddings.weight`);
  const type_M = reshape(graph, gatherRows(graph, types, ints(graph, [0])), [hiddenSize]);
  return norm(layers, `${name}.LayerNorm`, addBias(graph, placed_XM, type_M), layerNormEpsilon);
}

/** Attention and an MLP, each with a layer norm behind its sum with the shortcut. */
function bertBlock(
  layers: Layers,
  name: string,
  config: BertConfig,
  x_XM: Value,
  sequences: BlockSequences,
): Value {
  const { graph } = layers;
  const own = `${name}.attention`;
  const names = {
    ...{ queries: `${own}.self.query`, keys: `${own}.self.key`, values: `${own}.self.value` },
    output: `${own}.output.dense`,
  };
  const normed = (of: string, sum: Value): Value =>
    norm(layers, `${of}.LayerNorm`, sum, config.layerNormEpsilon);
  const attended_XM = attention(layers, names, config, x_XM, sequences);
  const middle_XM = normed(
    `${own}.output`,
    add(graph, askingRows(graph, x_XM, sequences), attended_XM),
  );
  const inner = linear(layers, `${name}.intermediate.dense`, middle_XM);
  const wide = ACTIVATIONS[config.activation](graph, inner);
  const narrow_XM = linear(layers, `${name}.output.dense`, wide);
  return normed(`${name}.output`, add(graph, middle_XM, narrow_XM));
}
