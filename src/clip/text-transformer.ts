// Texts to embeddings: a causal transformer.
import type { Graph, Value } from '../graph/graph.ts';
import { plain } from '../graph/ops/plain.ts';
import { ints, scalar } from '../graph/ops/constants.ts';
import { addToEach, countTo, gatherRows, reshape } from '../graph/ops/shapes.ts';
import { sizeOf } from '../graph/ops/sizes.ts';
import type { TextConfig } from './clip-config.ts';
import { linear, norm } from './layers.ts';
import type { Layers } from './layers.ts';
import { transformer } from './transformer-block.ts';
import type { EncoderOptions } from './transformer-block.ts';

const MODEL = 'text_model';

/** Added to a score where a token may not look: the softmax makes exactly 0 of it. */
const HIDDEN = -1e9;

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
  const input_XM = tokensOf(layers, config, ids_BT, length);
  const mask = causalMask(graph, length);
  const sequences = { length, mask, pooled_B: ends_B, ...options };
  const ends_BM = transformer(layers, `${MODEL}.encoder`, config, input_XM, sequences);
  const name = `${MODEL}.final_layer_norm`;
  const normed_BM = norm(layers, name, ends_BM, config.layerNormEpsilon);
  return linear(layers, 'text_projection', normed_BM, { hasBias: false });
}

/** The tokens of each text, with their places added. */
function tokensOf(
  { graph, weights }: Layers,
  { hiddenSize }: TextConfig,
  ids_BT: Value,
  length: Value,
): Value {
  const name = `${MODEL}.embeddings`;
  const ids_X = graph.op('Reshape', [ids_BT, ints(graph, [-1])], {
    attributes: { T: { type: 'int32' }, Tshape: { type: 'int32' } },
    type: 'int32',
  });
  const tokens_XM = gatherRows(graph, weights(`${name}.token_embedding.weight`), ids_X);
  const tokens = reshape(graph, tokens_XM, [-1, length, hiddenSize]);
  const places = weights(`${name}.position_embedding.weight`);
  const places_TM = gatherRows(graph, places, countTo(graph, length));
  return reshape(graph, addToEach(graph, tokens, places_TM), [-1, hiddenSize]);
}

/** [T, T]: `HIDDEN` above the diagonal. */
function causalMask(graph: Graph, length: Value): Value {
  const numbers_T = countTo(graph, length);
  const [asking, asked] = [1, 0].map((axis) =>
    graph.op('ExpandDims', [numbers_T, ints(graph, [axis], [])], {
      attributes: { T: { type: 'int32' }, Tdim: { type: 'int32' } },
      type: 'int32',
    }),
  );
  const isLater = graph.op('Greater', [asked, asking], {
    attributes: { T: { type: 'int32' } },
    type: 'bool',
  });
  const ones = graph.op('Cast', [isLater], {
    attributes: { SrcT: { type: 'bool' }, DstT: { type: 'float32' } },
  });
  return plain(graph, 'Mul', ones, scalar(graph, HIDDEN));
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
