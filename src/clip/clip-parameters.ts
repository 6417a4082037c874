// The parameters of both encoders: names and shapes as Hugging Face's CLIPModel stores them.
import type { ClipConfig, TransformerConfig } from './clip-config.ts';

/** A parameter in its file, row-major. */
export interface StoredParameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** A linear layer's weight: stored [outputs, inputs], multiplied with as [inputs, outputs]. */
  readonly isLinear: boolean;
}

const CHANNELS = 3;

/** Of the vision encoder and its projection. */
export function visionParameters({
  vision,
  projectionSize,
}: Pick<ClipConfig, 'vision' | 'projectionSize'>): StoredParameter[] {
  const { hiddenSize, patchSize, pictureSize } = vision;
  const embeddings = 'vision_model.embeddings';
  const numTokens = (pictureSize / patchSize) ** 2 + 1;
  return [
    plain(`${embeddings}.class_embedding`, [hiddenSize]),
    {
      name: `${embeddings}.patch_embedding.weight`,
      shape: [hiddenSize, CHANNELS, patchSize, patchSize],
      isLinear: true,
    },
    plain(`${embeddings}.position_embedding.weight`, [numTokens, hiddenSize]),
    ...norm('vision_model.pre_layrnorm', hiddenSize),
    ...blocks('vision_model.encoder', vision),
    ...norm('vision_model.post_layernorm', hiddenSize),
    weight('visual_projection', hiddenSize, projectionSize),
  ];
}

/** Of the text encoder and its projection. */
export function textParameters({ text, projectionSize }: ClipConfig): StoredParameter[] {
  const { hiddenSize, vocabularySize, mostTokens } = text;
  const embeddings = 'text_model.embeddings';
  return [
    plain(`${embeddings}.token_embedding.weight`, [vocabularySize, hiddenSize]),
    plain(`${embeddings}.position_embedding.weight`, [mostTokens, hiddenSize]),
    ...blocks('text_model.encoder', text),
    ...norm('text_model.final_layer_norm', hiddenSize),
    weight('text_projection', hiddenSize, projectionSize),
  ];
}

function blocks(
  name: string,
  { numLayers, hiddenSize, intermediateSize }: TransformerConfig,
): StoredParameter[] {
  return Array.from({ length: numLayers }, (_, i) => `${name}.layers.${i}`).flatMap((layer) => [
    ...norm(`${layer}.layer_norm1`, hiddenSize),
    ...['q_proj', 'k_proj', 'v_proj', 'out_proj'].flatMap((each) =>
      layerOf(`${layer}.self_attn.${each}`, hiddenSize, hiddenSize),
    ),
    ...norm(`${layer}.layer_norm2`, hiddenSize),
    ...layerOf(`${layer}.mlp.fc1`, hiddenSize, intermediateSize),
    ...layerOf(`${layer}.mlp.fc2`, intermediateSize, hiddenSize),
  ]);
}

/** A linear layer with its bias. */
export function layerOf(name: string, numInputs: number, numOutputs: number): StoredParameter[] {
  return [weight(name, numInputs, numOutputs), plain(`${name}.bias`, [numOutputs])];
}

/** A linear layer's, or a projection's. */
export function weight(layer: string, numInputs: number, numOutputs: number): StoredParameter {
  return { name: `${layer}.weight`, shape: [numOutputs, numInputs], isLinear: true };
}

/** A layer norm's. */
export function norm(layer: string, width: number): StoredParameter[] {
  return [plain(`${layer}.weight`, [width]), plain(`${layer}.bias`, [width])];
}

export function plain(name: string, shape: readonly number[]): StoredParameter {
  return { name, shape, isLinear: false };
}
