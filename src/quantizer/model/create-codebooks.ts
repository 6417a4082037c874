// The codebooks of all levels as one parameter.
import type { Parameter } from '../../nn/parameter.ts';
import type { Workbench } from '../../nn/workbench.ts';
import { codeStarts } from './quantizer-model.ts';

/** Rows of zeros for all levels, one below the other. @param width Z */
export function createCodebooks(
  bench: Workbench,
  codebookSizes: readonly number[],
  width: number,
): Parameter {
  const numRows = codeStarts(codebookSizes)[codebookSizes.length];
  const zeros = new Float32Array(numRows * width);
  return bench.createParameter('codebooks', [numRows, width], zeros);
}
