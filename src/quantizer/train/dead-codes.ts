// Re-initializes dead codebook entries.
import type { Rng } from '../../util/rng.ts';
import type { CodeCounts } from '../code/code-counts.ts';
import { codeStarts } from '../model/quantizer-model.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import type { ResidualCodes } from '../model/residual-quantize.ts';

/**
 * Each becomes the residual at its level of a random item of the batch (distinct items while there are enough).
 *
 * @param counts of the items since the last call
 * @param batch the codes and residuals of a batch
 * @returns the rows of the codebooks that were re-initialized
 */
export function restartDeadCodes(
  { codebooks, codebookSizes, latentWidth: width }: QuantizerModel,
  { counts }: CodeCounts,
  { residuals_BZ }: Pick<ResidualCodes, 'residuals_BZ'>,
  rng: Rng,
): readonly number[] {
  const dead = [...counts.keys()].filter((row) => counts[row] === 0);
  const starts = codeStarts(codebookSizes);
  codebookSizes.forEach((_, level) => {
    const rows = dead.filter((row) => row >= starts[level] && row < starts[level + 1]);
    if (rows.length === 0) return;
    const residual_BZ = residuals_BZ[level];
    const numItems = residual_BZ.length / width;
    const items = rng.shuffle(Int32Array.from({ length: numItems }, (_unused, item) => item));
    rows.forEach((row, i) => {
      const start = items[i % numItems] * width;
      codebooks.values.set(residual_BZ.subarray(start, start + width), row * width);
    });
  });
  return dead;
}
