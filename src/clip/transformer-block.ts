// The block of both encoders: attention and an MLP, each behind a layer norm and beside a shortcut.
import type { Graph, Value } from '../graph/graph.ts';
import { ACTIVATIONS } from '../graph/ops/activations.ts';
import { add, scaleBy } from '../graph/ops/arithmetic.ts';
import { ints } from '../graph/ops/constants.ts';
import { batchMatMul } from '../graph/ops/products.ts';
import { recompute } from '../graph/ops/recompute.ts';
import { addToEach, gatherRows, reshape, transpose } from '../graph/ops/shapes.ts';
import { softmax } from '../graph/ops/softmax.ts';
import type { TransformerConfig } from './clip-config.ts';
import { linear, norm } from './layers.ts';
import type { Layers } from './layers.ts';

/** Rows of a batch: sequences of `length` each, one behind the other. */
export interface Sequences {
  readonly length: Value | number;
  /** Added to the scores of attention, [length, length]; undefined: all may look at all. */
  readonly mask?: Value;
  /** Where each sequence is pooled, counted over all rows. */
  readonly pooled_B: Value;
}

/** How an encoder is trained. */
export interface EncoderOptions {
  /** Blocks keep their inputs alone, and compute their insides again on the way back. */
  readonly recomputesBlocks?: boolean;
}

/**
 * All blocks of an encoder. The last is computed for the pooled rows alone, as nobody looks at what it makes of others: a
 * fourteenth less work.
 *
 * @returns the pooled rows, [B, M]
 */
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
      transformerBlock(layers, `${name}.layers.${layer}`, config, input_XM, {
        ...{ ...sequences, isPooled: layer === config.numLayers - 1 },
      });
    hidden_XM = recomputesBlocks ? recompute(layers.graph, hidden_XM, block) : block(hidden_XM);
  }
  return hidden_XM;
}

/** Sequences of a block, which gives back the pooled rows alone, or all. */
type BlockSequences = Sequences & { readonly isPooled: boolean };

function transformerBlock(
  layers: Layers,
  name: string,
  config: TransformerConfig,
  x_XM: Value,
  sequences: BlockSequences,
): Value {
  const { graph } = layers;
  const epsilon = config.layerNormEpsilon;
  const normed_XM = norm(layers, `${name}.layer_norm1`, x_XM, epsilon);
  const attended_XM = attention(layers, `${name}.self_attn`, config, normed_XM, sequences);
  const middle_XM = add(graph, askingRows(graph, x_XM, sequences), attended_XM);
  const input_XM = norm(layers, `${name}.layer_norm2`, middle_XM, epsilon);
  const wide = ACTIVATIONS[config.activation](graph, linear(layers, `${name}.mlp.fc1`, input_XM));
  return add(graph, middle_XM, linear(layers, `${name}.mlp.fc2`, wide));
}

/** The rows of which a block's output is wanted. */
function askingRows(graph: Graph, x_XM: Value, { isPooled, pooled_B }: BlockSequences): Value {
  return isPooled ? gatherRows(graph, x_XM, pooled_B) : x_XM;
}

/** Several heads of softmax(q k / sqrt(width of a head)) v (Vaswani 2017), of the rows that ask. */
function attention(
  layers: Layers,
  name: string,
  { hiddenSize, numHeads }: TransformerConfig,
  x_XM: Value,
  sequences: BlockSequences,
): Value {
  const { graph } = layers;
  const { length, isPooled } = sequences;
  const width = hiddenSize / numHeads;
  /** [batch, heads, rows, width] */
  const byHead = (rows_XM: Value, rows: Value | number): Value =>
    transpose(graph, reshape(graph, rows_XM, [-1, rows, numHeads, width]), [0, 2, 1, 3]);
  const project = (projection: string, of_XM = x_XM): Value =>
    linear(layers, `${name}.${projection}`, of_XM);
  const asked = project('q_proj', askingRows(graph, x_XM, sequences));
  const queries = byHead(scaleBy(graph, asked, 1 / Math.sqrt(width)), isPooled ? 1 : length);
  const keys = byHead(project('k_proj'), length);
  const scores = batchMatMul(graph, queries, keys, { isTransposed: true });
  const mask = maskOf(graph, sequences);
  const shares = softmax(graph, mask === undefined ? scores : addToEach(graph, scores, mask));
  const heads = batchMatMul(graph, shares, byHead(project('v_proj'), length));
  const rows_XM = reshape(graph, transpose(graph, heads, [0, 2, 1, 3]), [-1, hiddenSize]);
  return linear(layers, `${name}.out_proj`, rows_XM);
}

/** What is added to scores: [length, length], or each pooled row's, [B, 1, 1, length]. */
function maskOf(
  graph: Graph,
  { length, mask, isPooled, pooled_B }: BlockSequences,
): Value | undefined {
  if (mask === undefined || !isPooled) return mask;
  const size = typeof length === 'number' ? ints(graph, [length], []) : length;
  const places_B = graph.op('FloorMod', [pooled_B, size], {
    attributes: { T: { type: 'int32' } },
    type: 'int32',
  });
  return reshape(graph, gatherRows(graph, mask, places_B), [-1, 1, 1, length]);
}
