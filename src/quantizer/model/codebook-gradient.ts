// The gradient of the RQ-VAE's loss to the codebooks.
import type { Workbench } from '../../nn/workbench.ts';
import { codeStarts } from './quantizer-model.ts';
import type { Codebooks } from './quantizer-model.ts';
import type { ResidualCodes } from './residual-quantize.ts';

/**
 * Each example adds to the vectors that it chose, in the order of the examples: -scale (r_{l+1} + beta sum_{m > l} r_{m+1})
 * to v_l; the formula is explained in rq-vae-gradients.ts.
 *
 * @param scale 2 / B
 * @returns laid out as the codebooks; valid until the next call
 */
export function codebookGradient(
  { bench, codebooks, codebookSizes, latentWidth: width }: Codebooks & { bench: Workbench },
  { codes_B, residuals_BZ }: ResidualCodes,
  beta: number,
  scale: number,
): Float32Array {
  const starts = codeStarts(codebookSizes);
  const gradient = bench.scratch.float32('codebook gradient', codebooks.values.length).fill(0);
  const later_BZ = bench.scratch.float32('later residuals', residuals_BZ[0].length).fill(0);
  for (let level = codes_B.length - 1; level >= 0; level--) {
    const [code_B, left_BZ] = [codes_B[level], residuals_BZ[level + 1]];
    for (let b = 0; b < code_B.length; b++) {
      const to = (starts[level] + code_B[b]) * width;
      for (let d = 0; d < width; d++) {
        const i = b * width + d;
        gradient[to + d] -= scale * (left_BZ[i] + beta * later_BZ[i]);
        later_BZ[i] += left_BZ[i];
      }
    }
  }
  return gradient;
}
