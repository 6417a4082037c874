// Encoder, codebooks, decoder.
import { createMlp } from '../../nn/mlp.ts';
import type { Mlp } from '../../nn/mlp.ts';
import { Workbench } from '../../nn/workbench.ts';
import type { Rng } from '../../util/rng.ts';
import { createCodebooks } from './quantizer-model.ts';
import type { QuantizerModel } from './quantizer-model.ts';
import { codebookSizesOf } from './rq-vae-config.ts';
import type { SizedConfig } from './rq-vae-config.ts';

/** The sizes of a model. */
export interface RqVaeSizes {
  readonly codebookSizes: readonly number[];
  readonly hidden: readonly number[];
  readonly latentWidth: number;
  /** Both networks add a linear map of their input to what their layers give. Default: they don't. */
  readonly hasLinearPath?: boolean;
}

/** Networks that start as principal components have a linear path for them. */
export function rqVaeSizesOf(config: SizedConfig): RqVaeSizes {
  const { hidden, latentWidth, networkStart } = config;
  const codebookSizes = codebookSizesOf(config);
  return { codebookSizes, hidden, latentWidth, hasLinearPath: networkStart === 'pca' };
}

/**
 * Encoder, L codebooks, decoder. Both networks are linear layers with ReLU between them (the paper does
 * not say what they are).
 *
 * @see Zheng 2025 (arXiv 2504.02137), RQ-VAE
 */
export interface RqVae extends QuantizerModel {
  readonly encoder: Mlp;
  readonly decoder: Mlp;
}

/** Codebooks begin as zeros. */
export function createRqVae(sizes: RqVaeSizes, inputWidth: number, rng: Rng): RqVae {
  const { codebookSizes, hidden, latentWidth, hasLinearPath = false } = sizes;
  const bench = new Workbench();
  const widths = [inputWidth, ...hidden, latentWidth];
  const encoder = createMlp(bench, 'encoder', widths, rng.split('encoder'), { hasLinearPath });
  const decoder = createMlp(bench, 'decoder', widths.toReversed(), rng.split('decoder'), {
    hasLinearPath,
  });
  const codebooks = createCodebooks(bench, codebookSizes, latentWidth);
  const outputOf = (mlp: Mlp, name: string, input_BI: Float32Array): Float32Array =>
    mlp.forward(bench.copy(name, input_BI)).output_BO.slice();
  return {
    ...{ inputWidth, latentWidth, codebookSizes, bench, encoder, decoder, codebooks },
    parameters: [...encoder.parameters, codebooks, ...decoder.parameters],
    encode: (x_BD) => outputOf(encoder, 'x', x_BD),
    decode: (quantized_BZ) => outputOf(decoder, 'quantized', quantized_BZ),
    dispose: () => bench.close(),
  };
}
