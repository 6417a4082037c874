// A model of either kind.
import { tf } from '../../engine/tf.ts';
import { createTensorParameter } from '../../nn/tensors/tensor-parameter.ts';
import type { Rng } from '../../util/rng.ts';
import type { QuantizerModel } from './quantizer-model.ts';
import type { RqVaeConfig } from './rq-vae-config.ts';
import { createRqVae } from './rq-vae.ts';

/** A fresh model of the config's kind; its codebooks are zeros. */
export function createQuantizerModel(
  config: RqVaeConfig,
  inputWidth: number,
  rng: Rng,
): QuantizerModel {
  if (config.quantizer === 'rq-vae') return createRqVae(config, inputWidth, rng);
  const { levels, codebookSize } = config;
  const codebooks = createTensorParameter(
    'codebooks',
    [levels, codebookSize, inputWidth],
    new Float32Array(levels * codebookSize * inputWidth),
  );
  return {
    inputWidth,
    codebooks,
    parameters: [codebooks],
    encode: (x_BD) => tf.clone(x_BD),
    decode: (quantized_BZ) => tf.clone(quantized_BZ),
    dispose: () => codebooks.dispose(),
  };
}
