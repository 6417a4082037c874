// Quantizers along principal components: encoder and decoder are a rotation and its transpose.
import { concat } from '../../../util/concat.ts';
import { dpcaCodebooks } from '../../model/dpca.ts';
import { fsqCodebooks, fsqHalfWidths } from '../../model/fsq.ts';
import { rotationWeights } from '../../model/pca.ts';
import type { PrincipalComponents } from '../../model/pca.ts';
import type { QuantizerModel } from '../../model/quantizer-model.ts';
import { itemComponents } from '../item-components.ts';
import type { FinishedTraining, TrainQuantizerJob } from '../train-job.ts';
import { fitOnce } from './fit-once.ts';

/** Items that components and steps are fitted to: so many for each dimension of the embeddings, or at least ... */
const ITEMS_PER_DIMENSION = 32;
const FEWEST_ITEMS = 16_384;

export function fitDpca(job: TrainQuantizerJob): Promise<FinishedTraining> {
  return fitAlongComponents(job, dpcaCodebooks);
}

export function fitRqFsq(job: TrainQuantizerJob): Promise<FinishedTraining> {
  return fitAlongComponents(job, (coordinates_NZ, width, codebookSizes) =>
    fsqCodebooks(fsqHalfWidths(coordinates_NZ, width, codebookSizes[0]), codebookSizes),
  );
}

function fitAlongComponents(
  job: TrainQuantizerJob,
  codebooksFor: typeof dpcaCodebooks,
): Promise<FinishedTraining> {
  return fitOnce(job, async (model, rng) => {
    const { inputWidth, latentWidth, codebookSizes } = model;
    const most = Math.max(FEWEST_ITEMS, ITEMS_PER_DIMENSION * inputWidth);
    const options = { most, numComponents: latentWidth };
    const { components, x_BD } = await itemComponents(job, options, rng.split('sample'));
    writeRotation(model, components);
    const codebooks = codebooksFor(model.encode(x_BD), latentWidth, codebookSizes);
    model.codebooks.write(concat(codebooks, Float32Array));
  });
}

function writeRotation({ parameters, latentWidth }: QuantizerModel, of: PrincipalComponents): void {
  const { toLatent_DZ, offset_Z, toInput_ZD, mean_D } = rotationWeights(of, latentWidth);
  const values = new Map([
    ['encoder.0.weight', toLatent_DZ],
    ['encoder.0.bias', offset_Z],
    ['decoder.0.weight', toInput_ZD],
    ['decoder.0.bias', mean_D],
  ]);
  for (const parameter of parameters) {
    const own = values.get(parameter.name);
    if (own !== undefined) parameter.write(own);
  }
}
