// Loss and gradients, written out.
import { tf } from '../../engine/tf.ts';
import { disposeMlpCache } from '../../nn/tensors/mlp.ts';
import type { TensorGradient } from '../../nn/tensors/tensor-parameter.ts';
import { isNativeBackend, nativeOp } from '../../engine/native-op.ts';
import { createCodebookSearches, disposeCodebookSearches } from './codebook-search.ts';
import { disposeResidualCodes, residualQuantize } from './residual-quantize.ts';
import type { ResidualCodes } from './residual-quantize.ts';
import type { QuantizerModel } from './quantizer-model.ts';
import type { RqVae } from './rq-vae.ts';

/** Means over the batch; each is a sum over dimensions. */
export interface RqVaeLoss {
  /** The whole: reconstruction + (1 + beta) sum of the levels. */
  readonly loss: number;
  /** |x - dec|^2 */
  readonly reconstruction: number;
  /** |r_{l+1}|^2 for each level: both of its terms have this value, one times beta. */
  readonly residualSquares_L: readonly number[];
}

/** One batch: loss, gradients, codes. The caller frees the gradients, and the codes by `disposeResidualCodes`. */
export interface RqVaeBatch {
  readonly loss: RqVaeLoss;
  readonly gradients: readonly TensorGradient[];
  readonly coded: ResidualCodes;
  /** Frees everything of the batch. */
  dispose(): void;
}

/**
 * Loss and gradients of the RQ-VAE on a batch, written out:
 *
 *     loss = mean_b ( |x - dec|^2 + sum_l ( beta |r_l - sg(v_l)|^2 + |sg(r_l) - v_l|^2 ) )
 *
 * with sums over dimensions. The decoder reads q = sum_l v_l and hands its gradient straight through to z.
 * Since r_l - v_l = r_{l+1}, with e_l = 2/B r_{l+1}:
 *
 *     to z:    dec' + beta sum_l e_l
 *     to v_l:  -e_l - beta sum_{m > l} e_m
 *
 * The last sum stands there because r_m = z - v_1 - ... - v_{m-1} and the formula stops the gradient of
 * v_m in its commitment term, not that of r_m.
 *
 * @see Zheng 2025 (arXiv 2504.02137), RQ-VAE
 */
export function rqVaeGradients(model: RqVae, x_BD: tf.Tensor2D, beta: number): RqVaeBatch {
  const encoded = model.encoder.forward(x_BD);
  const z_BZ = encoded.output_BO;
  const searches = createCodebookSearches(model.codebooks.tensor() as tf.Tensor3D);
  const coded = residualQuantize(z_BZ, searches);
  disposeCodebookSearches(searches);
  const quantized_BZ = tf.sub<tf.Tensor2D>(z_BZ, coded.residuals_BZ[model.sizes.levels]);
  const decoded = model.decoder.forward(quantized_BZ);
  const error_BD = tf.sub<tf.Tensor2D>(decoded.output_BO, x_BD);
  const loss = lossOf(error_BD, coded, beta);

  const scale = 2 / x_BD.shape[0];
  const errorGradient_BD = tf.mul<tf.Tensor2D>(error_BD, scale);
  error_BD.dispose();
  const decoder = model.decoder.backward(decoded.cache, errorGradient_BD, {
    needInputGradient: true,
  });
  const zGradient_BZ = tf.tidy(() => {
    const commitment_BZ = tf.mul(tf.addN(coded.residuals_BZ.slice(1)), beta * scale);
    return tf.add<tf.Tensor2D>(decoder.dInput_BD as tf.Tensor2D, commitment_BZ);
  });
  const encoder = model.encoder.backward(encoded.cache, zGradient_BZ, { needInputGradient: false });
  const codebooks = codebookGradient(model, coded, beta, scale);
  const gradients = [
    ...encoder.gradients,
    { parameter: model.codebooks, gradient: codebooks },
    ...decoder.gradients,
  ];
  disposeMlpCache(decoded.cache);
  tf.dispose([quantized_BZ, errorGradient_BD, decoder.dInput_BD, zGradient_BZ]);
  return {
    loss,
    gradients,
    coded,
    dispose() {
      for (const { gradient } of gradients) gradient.dispose();
      disposeResidualCodes(coded);
      disposeMlpCache(encoded.cache);
    },
  };
}

/** The loss of items that are coded already; all tensors stay the caller's. */
export function rqVaeLossOf(
  model: QuantizerModel,
  x_BD: tf.Tensor2D,
  coded: ResidualCodes,
  beta: number,
): RqVaeLoss {
  const error_BD = tf.tidy(() => {
    const [z_BZ] = coded.residuals_BZ;
    const quantized_BZ = tf.sub<tf.Tensor2D>(z_BZ, coded.residuals_BZ[coded.codes_B.length]);
    return tf.sub<tf.Tensor2D>(model.decode(quantized_BZ), x_BD);
  });
  const loss = lossOf(error_BD, coded, beta);
  error_BD.dispose();
  return loss;
}

function lossOf(error_BD: tf.Tensor2D, coded: ResidualCodes, beta: number): RqVaeLoss {
  const numItems = error_BD.shape[0];
  const reconstruction = sumOfSquares(error_BD) / numItems;
  const residualSquares_L = coded.residuals_BZ.slice(1).map((r) => sumOfSquares(r) / numItems);
  const ofLevels = residualSquares_L.reduce((sum, square) => sum + square, 0);
  return { loss: reconstruction + (1 + beta) * ofLevels, reconstruction, residualSquares_L };
}

function sumOfSquares(values: tf.Tensor): number {
  const sum = isNativeBackend()
    ? nativeOp('L2Loss', [values])
    : tf.tidy(() => tf.mul(tf.sum(tf.square(values)), 0.5));
  const [half] = sum.dataSync();
  sum.dispose();
  return 2 * half;
}

/** gradient_LKZ: each example adds to the vectors that it chose; all levels in one segment sum. */
function codebookGradient(
  { sizes: { levels, codebookSize, latentWidth } }: RqVae,
  { codes_B, residuals_BZ }: ResidualCodes,
  beta: number,
  scale: number,
): tf.Tensor {
  return tf.tidy(() => {
    const pulls_BZ: tf.Tensor[] = [];
    let later_BZ: tf.Tensor | undefined;
    for (let level = levels - 1; level >= 0; level--) {
      const own_BZ: tf.Tensor = residuals_BZ[level + 1];
      pulls_BZ.unshift(later_BZ === undefined ? own_BZ : tf.add(own_BZ, tf.mul(later_BZ, beta)));
      later_BZ = later_BZ === undefined ? own_BZ : tf.add(own_BZ, later_BZ);
    }
    const rows_B = codes_B.map((code_B, level) =>
      tf.add<tf.Tensor1D>(code_B, tf.scalar(level * codebookSize, 'int32')),
    );
    const sums = tf.unsortedSegmentSum(
      tf.concat(pulls_BZ),
      tf.concat(rows_B),
      levels * codebookSize,
    );
    return tf.reshape(tf.mul(sums, -scale), [levels, codebookSize, latentWidth]);
  });
}
