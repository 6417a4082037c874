// Loss and gradients, written out.
import type { Gradient } from '../../nn/parameter.ts';
import type { CodebookSearch } from './codebook-search.ts';
import { codebookGradient } from './codebook-gradient.ts';
import { quantizedOf, residualQuantize } from './residual-quantize.ts';
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

/** One batch: loss, gradients, codes. All arrays are valid until the model is used again. */
export interface RqVaeBatch {
  readonly loss: RqVaeLoss;
  readonly gradients: readonly Gradient[];
  readonly coded: ResidualCodes;
}

/** What of the loss and its gradient can be chosen. */
export interface RqVaeStep {
  /** Weight of the commitment. */
  readonly beta: number;
  /** Of each level, coarse to fine; what they find is what is coded. */
  readonly searches: readonly CodebookSearch[];
  /** Makes the gradient to the quantized latents that to the latents, in place; not given: they are the same. */
  readonly handBack?: (
    dQuantized_BZ: Float32Array,
    z_BZ: Float32Array,
    quantized_BZ: Float32Array,
    width: number,
  ) => void;
}

/**
 * Loss and gradients of the RQ-VAE on a batch, written out:
 *
 *     loss = mean_b ( |x - dec|^2 + sum_l ( beta |r_l - sg(v_l)|^2 + |sg(r_l) - v_l|^2 ) )
 *
 * with sums over dimensions. The decoder reads q = sum_l v_l and hands its gradient dec' back to z: straight through, or as
 * `handBack` has it.
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
export function rqVaeGradients(
  model: RqVae,
  x_BD: Float32Array,
  { beta, searches, handBack }: RqVaeStep,
): RqVaeBatch {
  const { bench, inputWidth, latentWidth } = model;
  const scale = 2 / (x_BD.length / inputWidth);
  const encoded = model.encoder.forward(bench.copy('x', x_BD));
  const coded = residualQuantize(bench, encoded.output_BO, searches);
  const quantized_BZ = bench.copy('quantized', quantizedOf(coded));
  const decoded = model.decoder.forward(quantized_BZ);
  const loss = lossOf(decoded.output_BO, x_BD, inputWidth, coded, beta);

  const errorGradient_BD = bench.scratch.float32('error gradient', x_BD.length);
  for (let i = 0; i < x_BD.length; i++) {
    errorGradient_BD[i] = scale * (decoded.output_BO[i] - x_BD[i]);
  }
  const decoder = model.decoder.backward(decoded, errorGradient_BD, { needInputGradient: true });
  const dLatent_BZ = decoder.dInput_BD as Float32Array;
  handBack?.(dLatent_BZ, coded.residuals_BZ[0], quantized_BZ, latentWidth);
  addCommitment(dLatent_BZ, coded, beta * scale);
  const encoder = model.encoder.backward(encoded, dLatent_BZ, { needInputGradient: false });
  const gradients = [
    ...encoder.gradients,
    { parameter: model.codebooks, gradient: codebookGradient(model, coded, beta, scale) },
    ...decoder.gradients,
  ];
  return { loss, gradients, coded };
}

/** The loss of items that are coded already. */
export function rqVaeLossOf(
  model: QuantizerModel,
  x_BD: Float32Array,
  coded: ResidualCodes,
  beta: number,
): RqVaeLoss {
  return lossOf(model.decode(quantizedOf(coded)), x_BD, model.inputWidth, coded, beta);
}

function lossOf(
  decoded_BD: Float32Array,
  x_BD: Float32Array,
  width: number,
  { residuals_BZ }: ResidualCodes,
  beta: number,
): RqVaeLoss {
  const numItems = x_BD.length / width;
  let squares = 0;
  for (let i = 0; i < x_BD.length; i++) squares += (decoded_BD[i] - x_BD[i]) ** 2;
  const reconstruction = squares / numItems;
  const residualSquares_L = residuals_BZ.slice(1).map((r) => sumOfSquares(r) / numItems);
  const ofLevels = residualSquares_L.reduce((sum, square) => sum + square, 0);
  return { loss: reconstruction + (1 + beta) * ofLevels, reconstruction, residualSquares_L };
}

function sumOfSquares(values: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i] * values[i];
  return squares;
}

/** Adds the gradient of the commitment, in place. */
function addCommitment(
  dLatent_BZ: Float32Array,
  { residuals_BZ }: ResidualCodes,
  scale: number,
): void {
  for (const residual_BZ of residuals_BZ.slice(1)) {
    for (let i = 0; i < dLatent_BZ.length; i++) dLatent_BZ[i] += scale * residual_BZ[i];
  }
}
