// The two encoders as parts of a graph: what they are fed, what they learn, what comes out.
import { tf } from '../engine/tf.ts';
import type { DataType, GraphShape } from '../engine/graph-node.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { placeholder } from '../graph/ops/constants.ts';
import { bertParameters } from './bert-parameters.ts';
import { embedBertTokens } from './bert-transformer.ts';
import type { ClipConfig } from './clip-config.ts';
import { textParameters, visionParameters } from './clip-parameters.ts';
import type { StoredParameter } from './clip-parameters.ts';
import type { DualConfig } from './dual-config.ts';
import type { Layers } from './layers.ts';
import { embedTokens, endOf } from './text-transformer.ts';
import type { EncoderOptions } from './transformer-block.ts';
import { embedPixels } from './vision-transformer.ts';

/** The two sides of a pair. */
export const MODALITIES = ['picture', 'text'] as const;
export type Modality = (typeof MODALITIES)[number];

/** Something of each side. */
export function eachModality<T>(make: (modality: Modality) => T): Record<Modality, T> {
  return { picture: make('picture'), text: make('text') };
}

/** An encoder of one side of a pair. */
export interface GraphEncoder {
  readonly name: Modality;
  /** D, of its embeddings. */
  readonly width: number;
  readonly parameters: readonly StoredParameter[];
  /** Placeholders, called `${prefix}/${key}`. */
  readonly inputs: (graph: Graph, prefix: string) => Readonly<Record<string, Value>>;
  /** @returns embeddings [B, D], not normalized */
  readonly embed: (
    layers: Layers,
    inputs: Readonly<Record<string, Value>>,
    options?: EncoderOptions,
  ) => Value;
}

/** An encoder of texts. */
export interface TextGraphEncoder extends GraphEncoder {
  readonly name: 'text';
  /** Texts as it is fed, by the keys of its inputs; as `textInputs`. */
  readonly feeds: (texts: readonly ArrayLike<number>[]) => Record<string, tf.Tensor>;
}

/** What an encoder is fed: shape and type by key. */
type Inputs = Readonly<Record<string, { readonly shape: GraphShape; readonly type?: DataType }>>;

function placeholders(entries: Inputs): GraphEncoder['inputs'] {
  return (graph, prefix) =>
    Object.fromEntries(
      Object.entries(entries).map(([key, { shape, type }]) => [
        key,
        placeholder(graph, `${prefix}/${key}`, shape, type),
      ]),
    );
}

export function pictureEncoder(
  config: Pick<ClipConfig, 'vision' | 'projectionSize'>,
): GraphEncoder {
  const { pictureSize } = config.vision;
  return {
    name: 'picture',
    width: config.projectionSize,
    parameters: visionParameters(config),
    inputs: placeholders({ pixels: { shape: [null, 3, pictureSize, pictureSize] } }),
    embed: (layers, { pixels }, options) => embedPixels(layers, config.vision, pixels, options),
  };
}

export function textEncoder(config: ClipConfig): TextGraphEncoder {
  return {
    name: 'text',
    width: config.projectionSize,
    parameters: textParameters(config),
    inputs: placeholders({
      ids: { shape: [null, null], type: 'int32' },
      ends: { shape: [null], type: 'int32' },
    }),
    embed: (layers, { ids, ends }, options) =>
      embedTokens(layers, config.text, { ids_BT: ids, ends_B: ends }, options),
    feeds: (texts) => textInputs(texts, config.text.endToken),
  };
}

export function bertEncoder({ text, projectionSize }: DualConfig): TextGraphEncoder {
  return {
    name: 'text',
    width: projectionSize,
    parameters: bertParameters(text, projectionSize),
    inputs: placeholders({
      ids: { shape: [null, null], type: 'int32' },
      lengths: { shape: [null], type: 'int32' },
    }),
    embed: (layers, { ids, lengths }, options) =>
      embedBertTokens(layers, text, { ids_BT: ids, lengths_B: lengths }, options),
    feeds: (texts) => ({
      ids: paddedIds(texts),
      lengths: tf.tensor1d(
        texts.map((ids) => ids.length),
        'int32',
      ),
    }),
  };
}

/**
 * Texts as CLIP's text encoder is fed: 0 behind each end.
 *
 * @param texts token ids with the end token, at least one text, none longer than the model takes
 * @returns tensors of the caller's
 */
export function textInputs(
  texts: readonly ArrayLike<number>[],
  endToken: number | null,
): { ids: tf.Tensor; ends: tf.Tensor } {
  const ids = paddedIds(texts);
  const length = ids.shape[1];
  const ends = texts.map((each, i) => i * length + endOf(each, endToken));
  return { ids, ends: tf.tensor1d(ends, 'int32') };
}

/** [B, T], as long as the longest; 0 behind each end. */
function paddedIds(texts: readonly ArrayLike<number>[]): tf.Tensor2D {
  const length = Math.max(...texts.map((ids) => ids.length));
  const ids_BT = new Int32Array(texts.length * length);
  texts.forEach((ids, i) => ids_BT.set(ids, i * length));
  return tf.tensor2d(ids_BT, [texts.length, length], 'int32');
}
