// Encoder, codebooks, decoder.
import type { tf } from '../../engine/tf.ts';
import { createMlp, disposeMlpCache } from '../../nn/tensors/mlp.ts';
import type { Mlp } from '../../nn/tensors/mlp.ts';
import { createTensorParameter } from '../../nn/tensors/tensor-parameter.ts';
import type { Rng } from '../../util/rng.ts';
import type { QuantizerModel } from './quantizer-model.ts';
import type { RqVaeConfig } from './rq-vae-config.ts';

/** The sizes of a model. */
export type RqVaeSizes = Pick<RqVaeConfig, 'levels' | 'codebookSize' | 'hidden' | 'latentWidth'>;

/**
 * Encoder, L codebooks, decoder. Both networks are linear layers with ReLU between them (the paper does
 * not say what they are).
 *
 * @see Zheng 2025 (arXiv 2504.02137), RQ-VAE
 */
export interface RqVae extends QuantizerModel {
  readonly sizes: RqVaeSizes;
  readonly encoder: Mlp;
  readonly decoder: Mlp;
}

/** Codebooks begin as zeros. */
export function createRqVae(sizes: RqVaeSizes, inputWidth: number, rng: Rng): RqVae {
  const { levels, codebookSize, hidden, latentWidth } = sizes;
  const widths = [inputWidth, ...hidden, latentWidth];
  const encoder = createMlp('encoder', widths, { rng: rng.split('encoder') });
  const decoder = createMlp('decoder', widths.toReversed(), { rng: rng.split('decoder') });
  const codebooks = createTensorParameter(
    'codebooks',
    [levels, codebookSize, latentWidth],
    new Float32Array(levels * codebookSize * latentWidth),
  );
  const parameters = [...encoder.parameters, codebooks, ...decoder.parameters];
  return {
    sizes,
    inputWidth,
    encoder,
    decoder,
    codebooks,
    parameters,
    encode: (x_BD) => outputOf(encoder, x_BD),
    decode: (quantized_BZ) => outputOf(decoder, quantized_BZ),
    dispose() {
      for (const parameter of parameters) parameter.dispose();
    },
  };
}

function outputOf(mlp: Mlp, input_BI: tf.Tensor2D): tf.Tensor2D {
  const { output_BO, cache } = mlp.forward(input_BI);
  disposeMlpCache({ activations: cache.activations.slice(0, -1) });
  return output_BO;
}
