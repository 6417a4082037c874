// SimVQ: codebooks that one linear map moves as a whole.
import { tensorIn } from '../../../artifacts/checkpoint.ts';
import { multiplyPacked, packMatrix } from '../../../nn/packed-matrix.ts';
import type { CodebookLearning } from './codebook-learning.ts';
import { codebooksOf, codeStarts } from '../../model/quantizer-model.ts';
import type { QuantizerModel } from '../../model/quantizer-model.ts';

/**
 * Each level's codebook is V = C W: C stays what the codebook was at the start, W (Z x Z) begins as the identity and is all
 * that is learned, so that every step moves all rows, those that nothing chose too:
 *
 *     dW = C^T dV
 *
 * @see Zhu 2024 (arXiv 2411.02038), SimVQ
 */
export function learnByMap(model: QuantizerModel): CodebookLearning {
  const { bench, codebooks, codebookSizes, latentWidth: width } = model;
  const levels = codebookSizes.length;
  const starts = codeStarts(codebookSizes);
  const frozen = bench.createParameter(
    'sim-vq.frozen',
    codebooks.shape,
    new Float32Array(codebooks.values.length),
  );
  const identity = Float32Array.from({ length: width * width }, (_, i) =>
    i % (width + 1) === 0 ? 1 : 0,
  );
  // A parameter for each level: kernels take whole arrays.
  const maps = codebookSizes.map((_, level) =>
    bench.createParameter(`sim-vq.map.${level}`, [width, width], identity),
  );
  const dMaps = codebookSizes.map(() => bench.float32(width * width));
  const codebook_KZ = codebooksOf(model);
  const frozen_KZ = codebookSizes.map((_, level) =>
    frozen.values.subarray(starts[level] * width, starts[level + 1] * width),
  );
  const own = [frozen, ...maps];
  return {
    parameters: maps,
    begin: () => frozen.write(codebooks.values),
    gradientsOf(gradient) {
      return maps.map((parameter, level) => {
        const ofLevel_KZ = bench.copy(
          'sim-vq.gradient',
          gradient.subarray(starts[level] * width, starts[level + 1] * width),
        );
        const packed = packMatrix(bench, 'panels', ofLevel_KZ, codebookSizes[level]);
        multiplyPacked(bench, frozen_KZ[level], packed, dMaps[level], { isTransposed: true });
        return { parameter, gradient: dMaps[level] };
      });
    },
    finishStep() {
      for (let level = 0; level < levels; level++) {
        const packed = packMatrix(bench, 'panels', maps[level].values, width);
        multiplyPacked(bench, frozen_KZ[level], packed, codebook_KZ[level]);
      }
    },
    canRestart: false,
    forget: () => undefined,
    state: () =>
      new Map(own.map((each) => [each.name, { shape: each.shape, values: each.read() }])),
    restore(checkpoint, path) {
      for (const each of own) each.write(tensorIn(checkpoint, each.name, each.shape, path));
    },
  };
}
