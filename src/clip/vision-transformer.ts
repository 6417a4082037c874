// Pictures to embeddings: a vision transformer.
import type { Value } from '../graph/graph.ts';
import { add } from '../graph/ops/arithmetic.ts';
import { addToEach, countTo, padRows, reshape, transpose } from '../graph/ops/shapes.ts';
import { sizeOf } from '../graph/ops/sizes.ts';
import type { VisionConfig } from './clip-config.ts';
import { linear, norm } from './layers.ts';
import type { Layers } from './layers.ts';
import { transformer } from './transformer-block.ts';
import type { EncoderOptions } from './transformer-block.ts';

const MODEL = 'vision_model';
const CHANNELS = 3;

/**
 * The vision encoder of CLIP (Radford 2021): patches, a class token before them, blocks, and the class token projected.
 *
 * @param pixels [pictures, 3, side, side], scaled as in training
 * @returns embeddings [pictures, D], not normalized
 */
export function embedPixels(
  layers: Layers,
  config: VisionConfig,
  pixels: Value,
  options: EncoderOptions = {},
): Value {
  const { graph } = layers;
  const epsilon = config.layerNormEpsilon;
  const length = (config.pictureSize / config.patchSize) ** 2 + 1;
  const tokens_XM = tokensOf(layers, config, pixels);
  const input_XM = norm(layers, `${MODEL}.pre_layrnorm`, tokens_XM, epsilon);
  const classes_B = countTo(graph, sizeOf(graph, input_XM, 0), length);
  const sequences = { length, pooled_B: classes_B, ...options };
  const classes_BM = transformer(layers, `${MODEL}.encoder`, config, input_XM, sequences);
  const normed_BM = norm(layers, `${MODEL}.post_layernorm`, classes_BM, epsilon);
  return linear(layers, 'visual_projection', normed_BM, { hasBias: false });
}

/** The class token and the patches of each picture, with their places added. */
function tokensOf(
  layers: Layers,
  { pictureSize, patchSize, hiddenSize }: VisionConfig,
  pixels: Value,
): Value {
  const { graph, weights } = layers;
  const side = pictureSize / patchSize;
  const name = `${MODEL}.embeddings`;
  const grid = reshape(graph, pixels, [-1, CHANNELS, side, patchSize, side, patchSize]);
  // A convolution whose windows do not overlap is one product.
  const patches_XI = reshape(graph, transpose(graph, grid, [0, 2, 4, 1, 3, 5]), [
    -1,
    CHANNELS * patchSize * patchSize,
  ]);
  const patches_XM = linear(layers, `${name}.patch_embedding`, patches_XI, { hasBias: false });
  const patches = reshape(graph, patches_XM, [-1, side * side, hiddenSize]);
  const class_1M = reshape(graph, weights(`${name}.class_embedding`), [1, hiddenSize]);
  const places = add(
    graph,
    weights(`${name}.position_embedding.weight`),
    padRows(graph, class_1M, 2, { before: 0, after: side * side }),
  );
  const tokens = addToEach(graph, padRows(graph, patches, 3, { before: 1, after: 0 }), places);
  return reshape(graph, tokens, [-1, hiddenSize]);
}
