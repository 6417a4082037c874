// The block of both encoders: attention and an MLP, each behind a layer norm and beside a shortcut.
import type { Value } from '../graph/graph.ts';
import { ACTIVATIONS } from '../graph/ops/activations.ts';
import { add } from '../graph/ops/arithmetic.ts';
import { recompute } from '../graph/ops/recompute.ts';
import { askingRows, attention } from './token-attention.ts';
import type { AttentionNames, BlockSequences, Sequences } from './token-attention.ts';
import type { TransformerConfig } from './clip-config.ts';
import { linear, norm } from './layers.ts';
import type { Layers } from './layers.ts';

const namesOf = (name: string): AttentionNames => ({
  queries: `${name}.q_proj`,
  keys: `${name}.k_proj`,
  values: `${name}.v_proj`,
  output: `${name}.out_proj`,
});

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
  sequences: Sequences & EncoderOptions,
): Value {
  return stackBlocks(layers, config.numLayers, x_XM, sequences, (input_XM, own, layer) =>
    transformerBlock(layers, `${name}.layers.${layer}`, config, input_XM, own),
  );
}

/**
 * @param block writes a block, given its input and its number from 0
 * @returns the pooled rows
 */
export function stackBlocks(
  { graph }: Layers,
  numLayers: number,
  x_XM: Value,
  { recomputesBlocks = false, ...sequences }: Sequences & EncoderOptions,
  block: (input_XM: Value, sequences: BlockSequences, layer: number) => Value,
): Value {
  let hidden_XM = x_XM;
  for (let layer = 0; layer < numLayers; layer++) {
    const own = { ...sequences, isPooled: layer === numLayers - 1 };
    const write = (input_XM: Value): Value => block(input_XM, own, layer);
    hidden_XM = recomputesBlocks ? recompute(graph, hidden_XM, write) : write(hidden_XM);
  }
  return hidden_XM;
}

function transformerBlock(
  layers: Layers,
  name: string,
  config: TransformerConfig,
  x_XM: Value,
  sequences: BlockSequences,
): Value {
  const { graph } = layers;
  const epsilon = config.layerNormEpsilon;
  const names = namesOf(`${name}.self_attn`);
  const normed_XM = norm(layers, `${name}.layer_norm1`, x_XM, epsilon);
  const attended_XM = attention(layers, names, config, normed_XM, sequences);
  const middle_XM = add(graph, askingRows(graph, x_XM, sequences), attended_XM);
  const input_XM = norm(layers, `${name}.layer_norm2`, middle_XM, epsilon);
  const wide = ACTIVATIONS[config.activation](graph, linear(layers, `${name}.mlp.fc1`, input_XM));
  return add(graph, middle_XM, linear(layers, `${name}.mlp.fc2`, wide));
}
