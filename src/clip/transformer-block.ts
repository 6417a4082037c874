// The block of both encoders: attention and an MLP, each behind a layer norm and beside a shortcut.
import type { Value } from '../graph/graph.ts';
import { ACTIVATIONS } from '../graph/ops/activations.ts';
import { add, scaleBy } from '../graph/ops/arithmetic.ts';
import { batchMatMul } from '../graph/ops/products.ts';
import { recompute } from '../graph/ops/recompute.ts';
import { addToEach, reshape, transpose } from '../graph/ops/shapes.ts';
import { softmax } from '../graph/ops/softmax.ts';
import type { TransformerConfig } from './clip-config.ts';
import { linear, norm } from './layers.ts';
import type { Layers } from './layers.ts';

/** Rows of a batch: sequences of `length` each, one behind the other. */
export interface Sequences {
  readonly length: Value | number;
  /** Added to the scores of attention, [length, length]; undefined: all may look at all. */
  readonly mask?: Value;
}

/** How an encoder is trained. */
export interface EncoderOptions {
  /** Blocks keep their inputs alone, and compute their insides again on the way back. */
  readonly recomputesBlocks?: boolean;
}

/** All blocks of an encoder. */
export function transformer(
  layers: Layers,
  name: string,
  config: TransformerConfig,
  x_XM: Value,
  { recomputesBlocks = false, ...sequences }: Sequences & EncoderOptions,
): Value {
  let hidden_XM = x_XM;
  for (let layer = 0; layer < config.numLayers; layer++) {
    const block = (input_XM: Value): Value =>
      transformerBlock(layers, `${name}.layers.${layer}`, config, input_XM, sequences);
    hidden_XM = recomputesBlocks ? recompute(layers.graph, hidden_XM, block) : block(hidden_XM);
  }
  return hidden_XM;
}

function transformerBlock(
  layers: Layers,
  name: string,
  config: TransformerConfig,
  x_XM: Value,
  sequences: Sequences,
): Value {
  const { graph } = layers;
  const epsilon = config.layerNormEpsilon;
  const normed_XM = norm(layers, `${name}.layer_norm1`, x_XM, epsilon);
  const attended_XM = attention(layers, `${name}.self_attn`, config, normed_XM, sequences);
  const middle_XM = add(graph, x_XM, attended_XM);
  const input_XM = norm(layers, `${name}.layer_norm2`, middle_XM, epsilon);
  const wide = ACTIVATIONS[config.activation](graph, linear(layers, `${name}.mlp.fc1`, input_XM));
  return add(graph, middle_XM, linear(layers, `${name}.mlp.fc2`, wide));
}

/** Several heads of softmax(q k / sqrt(width of a head)) v (Vaswani 2017). */
function attention(
  layers: Layers,
  name: string,
  { hiddenSize, numHeads }: TransformerConfig,
  x_XM: Value,
  { length, mask }: Sequences,
): Value {
  const { graph } = layers;
  const width = hiddenSize / numHeads;
  /** [batch, heads, length, width] */
  const byHead = (rows_XM: Value): Value =>
    transpose(graph, reshape(graph, rows_XM, [-1, length, numHeads, width]), [0, 2, 1, 3]);
  const project = (projection: string): Value => linear(layers, `${name}.${projection}`, x_XM);
  const queries = byHead(scaleBy(graph, project('q_proj'), 1 / Math.sqrt(width)));
  const scores = batchMatMul(graph, queries, byHead(project('k_proj')), { isTransposed: true });
  const shares = softmax(graph, mask === undefined ? scores : addToEach(graph, scores, mask));
  const heads = batchMatMul(graph, shares, byHead(project('v_proj')));
  const rows_XM = reshape(graph, transpose(graph, heads, [0, 2, 1, 3]), [-1, hiddenSize]);
  return linear(layers, `${name}.out_proj`, rows_XM);
}
