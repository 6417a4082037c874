// The parameters of a BERT beside a vision encoder: names and shapes as VisionTextDualEncoderModel stores them.
import type { BertConfig } from './dual-config.ts';
import { layerOf, norm, plain, weight } from './clip-parameters.ts';
import type { StoredParameter } from './clip-parameters.ts';

/** Before the names of its parameters. */
export const BERT = 'text_model';

/** Of the text encoder and its projection. */
export function bertParameters(config: BertConfig, projectionSize: number): StoredParameter[] {
  const { hiddenSize, vocabularySize, mostTokens, numTypes, numLayers } = config;
  const embeddings = `${BERT}.embeddings`;
  const blocks = Array.from({ length: numLayers }, (_, i) => `${BERT}.encoder.layer.${i}`);
  return [
    plain(`${embeddings}.word_embeddings.weight`, [vocabularySize, hiddenSize]),
    plain(`${embeddings}.position_embeddings.weight`, [mostTokens, hiddenSize]),
    plain(`${embeddings}.token_type_embeddings.weight`, [numTypes, hiddenSize]),
    ...norm(`${embeddings}.LayerNorm`, hiddenSize),
    ...blocks.flatMap((block) => blockParameters(block, config)),
    ...layerOf(`${BERT}.pooler.dense`, hiddenSize, hiddenSize),
    weight('text_projection', hiddenSize, projectionSize),
  ];
}

function blockParameters(
  block: string,
  { hiddenSize, intermediateSize }: BertConfig,
): StoredParameter[] {
  return [
    ...['self.query', 'self.key', 'self.value', 'output.dense'].flatMap((layer) =>
      layerOf(`${block}.attention.${layer}`, hiddenSize, hiddenSize),
    ),
    ...norm(`${block}.attention.output.LayerNorm`, hiddenSize),
    ...layerOf(`${block}.intermediate.dense`, hiddenSize, intermediateSize),
    ...layerOf(`${block}.output.dense`, intermediateSize, hiddenSize),
    ...norm(`${block}.output.LayerNorm`, hiddenSize),
  ];
}
