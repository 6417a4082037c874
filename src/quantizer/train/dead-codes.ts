// Re-initializes dead codebook entries.
import type { TensorOptimizer } from '../../nn/tensors/tensor-optimizer.ts';
import type { Rng } from '../../util/rng.ts';
import type { CodeCounts } from '../code/code-counts.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import type { ResidualCodes } from '../model/residual-quantize.ts';

/**
 * Each becomes the residual at its level of a random item of the batch (distinct items while there are enough); its
 * optimizer state is reset.
 *
 * @param counts of the items since the last call
 * @param batch the codes and residuals of a batch
 * @returns how many codes were re-initialized
 */
export function restartDeadCodes(
  { codebooks }: QuantizerModel,
  optimizer: TensorOptimizer,
  counts: CodeCounts,
  { residuals_BZ }: Pick<ResidualCodes, 'residuals_BZ'>,
  rng: Rng,
): number {
  const [levels, codebookSize, width] = codebooks.shape;
  const dead = [...counts.counts_LK.keys()].filter((row) => counts.counts_LK[row] === 0);
  if (dead.length === 0) return 0;
  const values_LKZ = codebooks.read();
  for (let level = 0; level < levels; level++) {
    const rows = dead.filter((row) => Math.floor(row / codebookSize) === level);
    if (rows.length === 0) continue;
    const residual_BZ = residuals_BZ[level].dataSync<'float32'>();
    const numItems = residuals_BZ[level].shape[0];
    const items = rng.shuffle(Int32Array.from({ length: numItems }, (_, item) => item));
    rows.forEach((row, i) => {
      const start = items[i % numItems] * width;
      values_LKZ.set(residual_BZ.subarray(start, start + width), row * width);
    });
  }
  codebooks.write(values_LKZ);
  optimizer.forgetRows(codebooks, dead);
  return dead.length;
}
