// Codebooks by the gradient of their loss.
import type { CodebookLearning } from './codebook-learning.ts';
import type { QuantizerModel } from '../../model/quantizer-model.ts';

/** The optimizer moves the rows themselves (van den Oord 2017, Zheng 2025). */
export function learnByGradient({ codebooks }: QuantizerModel): CodebookLearning {
  return {
    parameters: [codebooks],
    begin: () => undefined,
    gradientsOf: (gradient) => [{ parameter: codebooks, gradient }],
    finishStep: () => undefined,
    canRestart: true,
    forget: (rows, optimizer) => optimizer.forgetRows(codebooks, rows),
    state: () => new Map(),
    restore: () => undefined,
  };
}
