// Cosine codebooks.
import { rowSquares } from '../../../util/row-squares.ts';
import { mean } from '../../../util/stats.ts';
import { codebooksOf } from '../../model/quantizer-model.ts';
import type { QuantizerModel } from '../../model/quantizer-model.ts';
import type { CodebookLearning } from './codebook-learning.ts';

/** The same learning, with all rows of a codebook at one length after each change. */
export function keepEqualLengths(
  learning: CodebookLearning,
  model: QuantizerModel,
): CodebookLearning {
  const equalize = (): void => {
    for (const codebook_KZ of codebooksOf(model)) equalizeLengths(codebook_KZ, model.latentWidth);
  };
  return {
    ...learning,
    begin() {
      equalize();
      learning.begin();
    },
    finishStep(coded) {
      learning.finishStep(coded);
      equalize();
    },
    forget(rows, optimizer) {
      equalize();
      learning.forget(rows, optimizer);
    },
  };
}

/**
 * Scales all rows of a codebook to one length, the mean of their lengths: of all codebooks with rows of one length this is the
 * nearest. The nearest row by Euclid is then the one of the least angle. Rows of zeros stay.
 *
 * @param codebook_KZ changed in place
 */
export function equalizeLengths(codebook_KZ: Float32Array, width: number): void {
  const length_K = rowSquares(codebook_KZ, width).map(Math.sqrt);
  const meanLength = mean(length_K);
  for (let i = 0; i < codebook_KZ.length; i++) {
    const length = length_K[Math.floor(i / width)];
    if (length > 0) codebook_KZ[i] *= meanLength / length;
  }
}
