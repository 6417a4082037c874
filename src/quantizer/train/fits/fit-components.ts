// Quantizers along principal components: encoder and decoder are a rotation and its transpose.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { concat } from '../../../util/concat.ts';
import { InterruptedError, setting } from '../../../util/errors.ts';
import { gatherRows } from '../../../util/gather-rows.ts';
import { dpcaCodebooks } from '../../model/dpca.ts';
import { fsqCodebooks, fsqHalfWidths } from '../../model/fsq.ts';
import { principalComponents } from '../../model/pca.ts';
import type { PrincipalComponents } from '../../model/pca.ts';
import type { QuantizerModel } from '../../model/quantizer-model.ts';
import { sampleItems } from '../sample-items.ts';
import type { TrainQuantizerJob } from '../train-job.ts';
import type { RqVaeTraining } from '../train-rq-vae.ts';
import { fitOnce } from './fit-once.ts';

/** Items that components and steps are fitted to: so many for each dimension of the embeddings, or at least ... */
const ITEMS_PER_DIMENSION = 32;
const FEWEST_ITEMS = 16_384;

export function fitDpca(job: TrainQuantizerJob): Promise<RqVaeTraining> {
  return fitAlongComponents(job, dpcaCodebooks);
}

export function fitRqFsq(job: TrainQuantizerJob): Promise<RqVaeTraining> {
  return fitAlongComponents(job, (coordinates_NZ, width, codebookSizes) =>
    fsqCodebooks(fsqHalfWidths(coordinates_NZ, width, codebookSizes[0]), codebookSizes),
  );
}

function fitAlongComponents(
  job: TrainQuantizerJob,
  codebooksFor: typeof dpcaCodebooks,
): Promise<RqVaeTraining> {
  const { items, onProgress, shouldStop } = job;
  return fitOnce(job, async (model, rng) => {
    const { inputWidth, latentWidth, codebookSizes } = model;
    onProgress({ stage: 'principal components', done: 0, total: 1, unit: 'rotations' });
    await nextTurn();
    if (shouldStop()) {
      throw new InterruptedError(
        `stopped before it was done; run the same command with ${setting('resume')} to begin again`,
      );
    }
    const size = Math.max(FEWEST_ITEMS, ITEMS_PER_DIMENSION * inputWidth);
    const sample = sampleItems(items.training, size, rng);
    const x_BD = gatherRows(items.x_ND, inputWidth, sample);
    writeRotation(model, principalComponents(x_BD, inputWidth, latentWidth));
    const codebooks = codebooksFor(model.encode(x_BD), latentWidth, codebookSizes);
    model.codebooks.write(concat(codebooks, Float32Array));
  });
}

/** z = (x - mean) R, and back x = z R' + mean. */
function writeRotation(model: QuantizerModel, pca: PrincipalComponents): void {
  const { inputWidth: width, latentWidth } = model;
  const { mean_D, directions_ZD } = pca;
  const rotation_DZ = new Float32Array(width * latentWidth);
  const offset_Z = new Float32Array(latentWidth);
  for (let z = 0; z < latentWidth; z++) {
    let product = 0;
    for (let d = 0; d < width; d++) {
      const entry = directions_ZD[z * width + d];
      rotation_DZ[d * latentWidth + z] = entry;
      product += mean_D[d] * entry;
    }
    offset_Z[z] = -product;
  }
  const values = new Map([
    ['encoder.0.weight', rotation_DZ],
    ['encoder.0.bias', offset_Z],
    ['decoder.0.weight', Float32Array.from(directions_ZD)],
    ['decoder.0.bias', Float32Array.from(mean_D)],
  ]);
  for (const parameter of model.parameters) {
    const own = values.get(parameter.name);
    if (own !== undefined) parameter.write(own);
  }
}
