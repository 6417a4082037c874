// Codebooks by moving averages of what is coded by each row.
import { tensorIn } from '../../../artifacts/checkpoint.ts';
import { createParameter } from '../../../nn/parameter.ts';
import type { CodebookLearning, LearningOptions } from './codebook-learning.ts';
import { codeStarts } from '../../model/quantizer-model.ts';
import type { QuantizerModel } from '../../model/quantizer-model.ts';

/** Added to each weight so that none is 0 (vector-quantize-pytorch's value). */
const SMOOTHING = 1e-5;

/**
 * Each row moves to the average of the residuals that it codes, newer ones counting more:
 *
 *     N_k = d N_k + (1 - d) n_k;   m_k = d m_k + (1 - d) (sum of the n_k residuals of code k in the batch)
 *     v_k = m_k / N'_k,   N'_k = (N_k + eps) / (sum N + K eps) sum N
 *
 * At the start each code has the weight of B / K items; one that starts anew has the mean weight of its level.
 *
 * @see van den Oord 2017, appendix A; Razavi 2019; vector-quantize-pytorch, whose bits these are but for rounding
 */
export function learnByAverages(
  model: QuantizerModel,
  { emaDecay: decay, batchSize }: LearningOptions,
): CodebookLearning {
  const { codebooks, codebookSizes, latentWidth: width } = model;
  const starts = codeStarts(codebookSizes);
  const numRows = codebooks.values.length / width;
  const weights = createParameter('ema.weights', [numRows], new Float32Array(numRows));
  const sums = createParameter('ema.sums', codebooks.shape, new Float32Array(numRows * width));
  const own = [weights, sums];

  function setRow(row: number, weight: number): void {
    weights.values[row] = weight;
    for (let i = row * width; i < (row + 1) * width; i++) {
      sums.values[i] = codebooks.values[i] * weight;
    }
  }

  /** Of a level's rows. */
  function totalWeight(level: number): number {
    let total = 0;
    for (let row = starts[level]; row < starts[level + 1]; row++) total += weights.values[row];
    return total;
  }

  return {
    parameters: [],
    begin() {
      codebookSizes.forEach((size, level) => {
        for (let row = starts[level]; row < starts[level + 1]; row++) setRow(row, batchSize / size);
      });
    },
    gradientsOf: () => [],
    finishStep({ codes_B, residuals_BZ }) {
      const counts = new Int32Array(numRows);
      const batchSums = new Float64Array(numRows * width);
      codes_B.forEach((code_B, level) => {
        code_B.forEach((code, b) => {
          const row = starts[level] + code;
          counts[row] += 1;
          for (let d = 0; d < width; d++) {
            batchSums[row * width + d] += residuals_BZ[level][b * width + d];
          }
        });
      });
      for (let row = 0; row < numRows; row++) {
        weights.values[row] = decay * weights.values[row] + (1 - decay) * counts[row];
      }
      for (let i = 0; i < batchSums.length; i++) {
        sums.values[i] = decay * sums.values[i] + (1 - decay) * batchSums[i];
      }
      codebookSizes.forEach((size, level) => {
        const total = totalWeight(level);
        for (let row = starts[level]; row < starts[level + 1]; row++) {
          const smoothed = ((weights.values[row] + SMOOTHING) / (total + size * SMOOTHING)) * total;
          for (let i = row * width; i < (row + 1) * width; i++) {
            codebooks.values[i] = sums.values[i] / smoothed;
          }
        }
      });
    },
    canRestart: true,
    forget(rows) {
      codebookSizes.forEach((size, level) => {
        const mean = totalWeight(level) / size;
        for (const row of rows) {
          if (row >= starts[level] && row < starts[level + 1]) setRow(row, mean);
        }
      });
    },
    state: () =>
      new Map(own.map((each) => [each.name, { shape: each.shape, values: each.read() }])),
    restore(checkpoint, path) {
      for (const each of own) each.write(tensorIn(checkpoint, each.name, each.shape, path));
    },
  };
}
