// Attention of the tokens of a sequence to each other.
import type { Graph, Value } from '../graph/graph.ts';
import { scaleBy, shiftBy } from '../graph/ops/arithmetic.ts';
import { ints } from '../graph/ops/constants.ts';
import { batchMatMul } from '../graph/ops/products.ts';
import { gatherRows, reshape, transpose } from '../graph/ops/shapes.ts';
import { softmax } from '../graph/ops/softmax.ts';
import type { TransformerConfig } from './clip-config.ts';
import { linear } from './layers.ts';
import type { Layers } from './layers.ts';

/** Rows of a batch: sequences of `length` each, one behind the other. */
export interface Sequences {
  readonly length: Value | number;
  /** Added to the scores of attention, [length, length]; undefined: all may look at all. */
  readonly mask?: Value;
  /** Instead of a mask: the same for all that ask, [B, 1, 1, length]. */
  readonly padding?: Value;
  /** Where each sequence is pooled, counted over all rows. */
  readonly pooled_B: Value;
}

/** Sequences of a block, which gives back the pooled rows alone, or all. */
export type BlockSequences = Sequences & { readonly isPooled: boolean };

/** Of its four linear layers. */
export interface AttentionNames {
  readonly queries: string;
  readonly keys: string;
  readonly values: string;
  readonly output: string;
}

/** The rows of which a block's output is wanted. */
export function askingRows(
  graph: Graph,
  x_XM: Value,
  { isPooled, pooled_B }: BlockSequences,
): Value {
  return isPooled ? gatherRows(graph, x_XM, pooled_B) : x_XM;
}

/** Several heads of softmax(q k / sqrt(width of a head)) v (Vaswani 2017), of the rows that ask. */
export function attention(
  layers: Layers,
  names: AttentionNames,
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
  const asked = linear(layers, names.queries, askingRows(graph, x_XM, sequences));
  const queries = byHead(scaleBy(graph, asked, 1 / Math.sqrt(width)), isPooled ? 1 : length);
  const keys = byHead(linear(layers, names.keys, x_XM), length);
  const scores = batchMatMul(graph, queries, keys, { isTransposed: true });
  const mask = maskOf(graph, sequences);
  const shares = softmax(graph, mask === undefined ? scores : shiftBy(graph, scores, mask));
  const heads = batchMatMul(graph, shares, byHead(linear(layers, names.values, x_XM), length));
  const rows_XM = reshape(graph, transpose(graph, heads, [0, 2, 1, 3]), [-1, hiddenSize]);
  return linear(layers, names.output, rows_XM);
}

/** What is added to scores: [length, length], or each pooled row's, [B, 1, 1, length]. */
function maskOf(
  graph: Graph,
  { length, mask, padding, isPooled, pooled_B }: BlockSequences,
): Value | undefined {
  if (mask === undefined) return padding;
  if (!isPooled) return mask;
  const size = typeof length === 'number' ? ints(graph, [length], []) : length;
  const places_B = graph.op('FloorMod', [pooled_B, size], {
    attributes: { T: { type: 'int32' } },
    type: 'int32',
  });
  return reshape(graph, gatherRows(graph, mask, places_B), [-1, 1, 1, length]);
}
